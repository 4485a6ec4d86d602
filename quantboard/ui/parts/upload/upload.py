"""Where files are dropped: each is sent by PUT with progress and can be stopped; State hears when one has arrived."""

from typing import Any

import reflex as rx

from quantboard.ui.text.catalogue import t

_js, _css = rx.asset("upload.jsx", shared=True), rx.asset("upload.css", shared=True)
ACCEPT = ".csv,.tsv,.txt,.prn,.dat,.gz,.zip,.xz,.xlsx,.xls,.parquet"


class Upload(rx.NoSSRComponent):
    """The drop area; ``on_done`` gets ``{id, name, size}`` for each file."""

    library = _js.importable_path
    tag = "QbUpload"

    title: rx.Var[str]
    lead: rx.Var[str]
    button_text: rx.Var[str]
    stop_text: rx.Var[str]
    too_many_text: rx.Var[str]
    failed_text: rx.Var[str]
    accept: rx.Var[str]
    most: rx.Var[int]
    taken: rx.Var[int]
    on_done: rx.EventHandler[rx.event.passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def upload(*, on_done: Any, taken: Any, most: int = 10) -> rx.Component:
    """``taken`` files are there already, ``most`` may be."""
    return Upload.create(
        title=t("data.drop_title"),
        lead=t("data.drop_lead"),
        button_text=t("data.choose_files"),
        stop_text=t("data.stop_upload"),
        too_many_text=t("data.too_many_files"),
        failed_text=t("data.upload_failed"),
        accept=ACCEPT,
        most=most,
        taken=taken,
        on_done=on_done,
    )
