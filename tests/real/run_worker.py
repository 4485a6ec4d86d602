"""The real worker, with the probes in place of a feature."""

if __name__ == "__main__":
    from quantboard import log
    from quantboard.jobs.worker import Worker
    from tests.real import probes

    log.set_up("info", as_json=True)
    assert probes.DEEDS
    Worker().run(preload=["tests.real.probes"])
