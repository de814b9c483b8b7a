use super::{
    ActionId, Danger, Scope, Spec,
    available::{
        a_champion_before, a_list, a_replay, a_row_to_copy, a_run_to_cancel, a_search, a_sorted_list,
        a_version_to_promote, always, an_alert, an_alert_to_silence, another_profile, differences_of_one_file, frozen,
        not_frozen, queue_is_known,
    },
};
use crate::tui::model::ScreenId;

const ANY: Scope = Scope::Everywhere;
const PANES: Scope = Scope::Panes;
const LOGS: Scope = Scope::Screen(ScreenId::Logs);

macro_rules! actions {
    ($($id:ident $(($of:expr))? $name:literal $title:literal $keys:expr, $scope:ident $danger:ident $hint:ident $check:ident
       $description:literal)+) => {
        &[$(Spec {
            id: ActionId::$id $(($of))?,
            name: $name,
            title: $title,
            description: $description,
            keys: &$keys,
            scope: $scope,
            danger: Danger::$danger,
            hint: actions!(@$hint),
            check: $check,
        }),+]
    };
    (@hint) => { true };
    (@quiet) => { false };
}

/// Every action, in the order of the footer, the help and the palette.
#[rustfmt::skip]
pub(crate) static ACTIONS: &[Spec] = actions! {
    Retrain "retrain" "retrain" ["r"], PANES Confirm hint queue_is_known
        "Queue a training: of the selected league when Drift has the focus, else of all leagues."
    RetrainAll "retrain-all" "retrain all" ["R"], PANES Confirm quiet queue_is_known
        "Queue a training of all leagues."
    Cancel "cancel" "cancel run" ["x"], PANES Confirm hint a_run_to_cancel
        "Stop the selected run, or the one that runs."
    RollBack "roll-back" "roll back" ["b"], PANES Confirm quiet a_champion_before
        "Serve the champion before this one again. Nothing is refitted."
    Promote "promote" "promote" ["p"], PANES Confirm hint a_version_to_promote
        "Serve the selected version from now on, else the challenger."
    Freeze "freeze" "freeze champion" ["F"], PANES Confirm quiet not_frozen
        "Let nobody but a person change the champion, with a reason that others read."
    Thaw "thaw" "thaw champion" ["U"], PANES Confirm quiet frozen
        "Let gates change the champion again."
    Acknowledge "acknowledge" "acknowledge" ["a"], PANES Ask hint an_alert
        "Say that the selected alert has been seen, else the worst that nobody has acknowledged."
    Silence "silence" "silence" ["Z"], PANES Ask quiet an_alert_to_silence
        "Tell nobody of the selected alert for two hours, else of the worst that nobody has acknowledged; again to end that."
    Accept "accept" "accept" ["A"], PANES Confirm hint differences_of_one_file
        "Take over what the file of the selected difference tells of matches that were played."
    Filter "filter" "filter" ["/"], PANES None hint a_list
        "Show only rows in which a regular expression is found; with ! before it, only the others. Up recalls earlier ones."
    Sort "sort" "sort" ["s"], PANES None quiet a_list
        "Sort by the next column; after the last one by concern again."
    SortBackwards "sort-backwards" "sort backwards" ["S"], PANES None quiet a_sorted_list
        "Turn the order around."
    Open "open" "open" ["enter"], PANES None hint always
        "Open the selected league, else the worst; elsewhere give the pane the whole screen."
    Zoom "zoom" "zoom" ["z"], PANES None hint always
        "Give the whole screen to the pane that has the focus, with its details."
    RangeShorter "range" "range" ["t"], ANY None quiet always
        "Look less far back: 7 days, 1 day, 1 hour, then the whole season again. Charts, dated lists and log lines follow."
    RangeLonger "range-back" "longer range" ["T"], ANY None quiet always
        "Look farther back."
    Export "export" "export" ["e"], PANES None quiet always
        "Write the list, the snapshot or the screen into a new file."
    ExportLog "export-log" "export" ["w"], LOGS None quiet always
        "Write the log lines that are shown, the snapshot or the screen into a new file."
    Copy "copy" "copy" ["y"], ANY None quiet a_row_to_copy
        "Hand the selected row, or the log line under the cursor, to the terminal's clipboard."
    Search "search" "search" ["/"], LOGS None hint always
        "Mark lines that hold a text. The other lines stay."
    NextMatch "next-match" "next match" ["n"], LOGS None hint a_search
        "Go to the next line that holds the searched text."
    PreviousMatch "previous-match" "previous match" ["N"], LOGS None quiet a_search
        "Go to the previous line that holds the searched text."
    NextError "next-error" "next error" ["e"], LOGS None hint always
        "Go to the next error."
    PreviousError "previous-error" "previous error" ["E"], LOGS None quiet always
        "Go to the previous error."
    Level "level" "level" ["l"], LOGS None hint always
        "Show lines from the next higher level on: trace, debug, info, warn, error."
    LogSource "source" "source" ["o"], LOGS None hint always
        "Show the next source alone: this monitor, the worker, each followed file; then all again."
    LogFilter "log-filter" "filter" ["&", "\\"], LOGS None hint always
        "Hide lines that do not hold a text; with ! before it, those that do."
    Follow "follow" "follow" ["F"], LOGS None hint always
        "Stay with the newest line. Moving up lets go, the last line takes hold again."
    ReplayPause "replay-pause" "pause replay" ["P"], ANY None hint a_replay
        "Stop or restart the replayed clock of the demo."
    ReplayFaster "replay-faster" "faster" ["+", "="], ANY None hint a_replay
        "Double the speed of the replay."
    ReplaySlower "replay-slower" "slower" ["-"], ANY None hint a_replay
        "Halve the speed of the replay."
    Refresh "refresh" "refresh" ["f"], ANY None quiet always
        "Read every section now."
    Reload "reload" "reload" ["ctrl-r"], ANY None quiet always
        "Read the configuration again, as happens when its file is changed."
    Profile "profile" "profile" ["ctrl-p"], ANY None quiet another_profile
        "Choose another profile of the configuration."
    Pause "pause" "pause" ["space"], ANY None hint always
        "Let the screen stand still; reading goes on behind it."
    Mouse "mouse" "mouse" ["M"], ANY None quiet always
        "Take the mouse or give it back: a click selects, the wheel scrolls. To select text press Shift meanwhile."
    Screen(ScreenId::Overview) "overview" "Overview" ["1"], ANY None quiet always
        "Model, drift, data and training at once."
    Screen(ScreenId::Model) "model" "Model" ["2"], ANY None quiet always
        "Scores, calibration, and the distance to the market."
    Screen(ScreenId::Drift) "drift" "Drift" ["3"], ANY None quiet always
        "Leagues by their drift; Enter opens one."
    Screen(ScreenId::Data) "data" "Data" ["4"], ANY None quiet always
        "Sources, data quality, differences held, quarantine."
    Screen(ScreenId::Training) "training" "Training" ["5"], ANY None quiet always
        "What runs, waits and was decided; versions."
    Screen(ScreenId::System) "system" "System" ["6"], ANY None quiet always
        "Services, alerts, workers, and who did what."
    Screen(ScreenId::Logs) "logs" "Logs" ["7"], ANY None quiet always
        "The logs of this program, of the worker beside it, and of followed files."
    NextPane "next-pane" "next pane" ["tab", "right"], PANES None quiet always
        "Move the focus on."
    PreviousPane "previous-pane" "previous pane" ["shift-tab", "left"], PANES None quiet always
        "Move the focus back."
    Up "up" "up" ["up", "k"], ANY None quiet always
        "One row up."
    Down "down" "down" ["down", "j"], ANY None quiet always
        "One row down."
    HalfPageUp "half-page-up" "half a page up" ["ctrl-u"], ANY None quiet always
        "Half a page up."
    HalfPageDown "half-page-down" "half a page down" ["ctrl-d"], ANY None quiet always
        "Half a page down."
    PageUp "page-up" "page up" ["pageup", "ctrl-b"], ANY None quiet always
        "One page up."
    PageDown "page-down" "page down" ["pagedown", "ctrl-f"], ANY None quiet always
        "One page down."
    First "first" "first" ["home", "g"], ANY None quiet always
        "The first row."
    Last "last" "last" ["end", "G"], ANY None quiet always
        "The last row."
    Palette "palette" "command" [":"], ANY None hint always
        "Find an action by its name and do it."
    Messages "messages" "alerts" ["m"], ANY None hint always
        "What deserves attention now, and what this screen has told since it was opened."
    Help "help" "help" ["?"], ANY None hint always
        "Keys, signs and terms; / finds one."
    Escape "escape" "back" ["esc"], ANY None quiet always
        "Leave what is open: a dialog, a filter, a search, a zoom, a league."
    Redraw "redraw" "redraw" ["ctrl-l"], ANY None quiet always
        "Draw everything anew, should something else have written here."
    Suspend "suspend" "suspend" ["ctrl-z"], ANY None quiet always
        "Back to the shell; fg returns."
    Quit "quit" "quit" ["q", "ctrl-c"], ANY None hint always
        "Leave. A training goes on without the monitor."
};
