"""Screen of the schedules."""

from bottega.kernel.i18n import T
from bottega.kernel.screens import Group, Nav, Preset, Screen
from bottega.platform.navigation_groups import SETTINGS
from bottega.platform.scheduler.module import module

module.screen(
    "jobs",
    Screen(
        icon="timer",
        nav=Nav(SETTINGS, href="/backend/scheduler"),
        label=T(en="Schedule", pl="Harmonogram"),
        plural=T(en="Schedules", pl="Harmonogramy"),
        entity="scheduler:job",
        title="{name}",
        subtitle="{schedule_value}",
        columns="name schedule_value target_queue target_command is_enabled last_run_at next_run_at scope_type",
        groups=(
            Group(T(en="What", pl="Co"), "name description is_enabled scope_type"),
            Group(T(en="When", pl="Kiedy"), "schedule_type schedule_value timezone"),
            Group(T(en="Work", pl="Praca"), "target_type target_queue target_command target_payload require_feature"),
        ),
        presets=(
            Preset(T(en="Of people", pl="Użytkowników"), sourceType="user"),
            Preset(T(en="Of the system", pl="Systemowe"), scopeType="system"),
            Preset(T(en="Disabled", pl="Wyłączone"), isEnabled=False),
        ),
        tones={"is_enabled": {True: "good", False: "plain"}},
        empty=T(
            en="Nothing runs by the clock yet: add what should happen every night or every week",
            pl="Nic jeszcze nie dzieje się według zegara: dodaj to, co ma się dziać co noc albo co tydzień",
        ),
    ),
)
