"""The real worker, with the probes in place of a feature; it looks for stranded work after two seconds already."""

if __name__ == "__main__":
    from quantboard import log
    from quantboard.jobs.upkeep import Upkeep
    from quantboard.jobs.worker import Worker
    from tests.real import probes

    log.set_up("info", as_json=True)
    assert probes.DEEDS
    Worker(patience_s=20, upkeep=Upkeep(stranded_after_s=2)).run(preload=["tests.real.probes"])
