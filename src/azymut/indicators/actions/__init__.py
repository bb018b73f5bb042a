"""Writes of the room, one verb each."""

from __future__ import annotations

from azymut.indicators.actions.alerts import (
    AlertText,
    acknowledge_alert,
    add_alert_rule,
    change_alert_rule,
    close_alert,
    look_for_alerts,
    switch_alert_rule,
)
from azymut.indicators.actions.definitions import define
from azymut.indicators.actions.fetches import (
    ask_fetch,
    begin_fetch,
    end_fetch,
    note_fetched,
    pause_fetch,
    resume_fetch,
    stop_fetch,
)
from azymut.indicators.actions.interpretations import ReadSeries, interpret, withdraw_interpretation
from azymut.indicators.actions.mappings import (
    NewSource,
    drop_table,
    keep_table,
    remove_mapping,
    save_mapping,
    settle_name,
)
from azymut.indicators.actions.releases import (
    KEPT_FINDINGS,
    KEPT_REJECTIONS,
    NewRelease,
    discard_release,
    publications,
    publish_release,
    roll_back_release,
    stage_release,
)
from azymut.indicators.actions.secrecy import guard_dataset
from azymut.indicators.actions.validations import (
    RuleText,
    add_bundled_rules,
    add_validation_rule,
    change_validation_rule,
    switch_validation_rule,
)
from azymut.indicators.actions.versions import (
    approve_definition,
    discard_definition,
    draft_definition,
    propose_definition,
    return_definition,
)

__all__ = [
    "KEPT_FINDINGS",
    "KEPT_REJECTIONS",
    "AlertText",
    "NewRelease",
    "NewSource",
    "ReadSeries",
    "RuleText",
    "acknowledge_alert",
    "add_alert_rule",
    "add_bundled_rules",
    "add_validation_rule",
    "approve_definition",
    "ask_fetch",
    "begin_fetch",
    "change_alert_rule",
    "change_validation_rule",
    "close_alert",
    "define",
    "discard_definition",
    "discard_release",
    "draft_definition",
    "drop_table",
    "end_fetch",
    "guard_dataset",
    "interpret",
    "keep_table",
    "look_for_alerts",
    "note_fetched",
    "pause_fetch",
    "propose_definition",
    "publications",
    "publish_release",
    "remove_mapping",
    "resume_fetch",
    "return_definition",
    "roll_back_release",
    "save_mapping",
    "settle_name",
    "stage_release",
    "stop_fetch",
    "switch_alert_rule",
    "switch_validation_rule",
    "withdraw_interpretation",
]
