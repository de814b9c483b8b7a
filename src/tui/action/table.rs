use super::{
    ActionId, Danger, Scope, Spec,
    available::{
        a_champion_before, a_replay, a_run_to_cancel, a_search, always, not_on_logs, not_on_overview, queue_is_known,
    },
};
use crate::tui::model::ScreenId;

const ANY: Scope = Scope::Everywhere;
const OVERVIEW: Scope = Scope::Screen(ScreenId::Overview);
const LOGS: Scope = Scope::Screen(ScreenId::Logs);

macro_rules! actions {
    ($($id:ident $name:literal $title:literal $keys:expr, $scope:ident $danger:ident $hint:ident $check:ident
       $description:literal)+) => {
        &[$(Spec {
            id: ActionId::$id,
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
    Retrain "retrain" "retrain" ["r"], OVERVIEW Confirm hint queue_is_known
        "Queue a training: of the selected league when Drift has the focus, else of all leagues."
    RetrainAll "retrain-all" "retrain all" ["R"], OVERVIEW Confirm quiet queue_is_known
        "Queue a training of all leagues."
    Cancel "cancel" "cancel run" ["x"], OVERVIEW Confirm hint a_run_to_cancel
        "Stop the selected run, or the one that runs."
    RollBack "roll-back" "roll back" ["b"], OVERVIEW Confirm quiet a_champion_before
        "Serve the champion before this one again. Nothing is refitted."
    Filter "filter" "filter" ["/"], OVERVIEW None hint always
        "Show only rows that hold a text; with ! before it, only those that do not."
    Zoom "zoom" "zoom" ["z", "enter"], OVERVIEW None hint always
        "Give the whole screen to the pane that has the focus, with its details."
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
    Pause "pause" "freeze" ["space"], ANY None hint always
        "Freeze the screen; reading goes on behind it."
    Overview "overview" "Overview" ["1"], ANY None hint not_on_overview
        "Model, drift, data and training at once."
    Logs "logs" "Logs" ["7"], ANY None hint not_on_logs
        "The log of this program."
    NextPane "next-pane" "next pane" ["tab"], OVERVIEW None quiet always
        "Move the focus on."
    PreviousPane "previous-pane" "previous pane" ["shift-tab"], OVERVIEW None quiet always
        "Move the focus back."
    Up "up" "up" ["up", "k"], ANY None quiet always
        "One row up."
    Down "down" "down" ["down", "j"], ANY None quiet always
        "One row down."
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
        "Keys, signs and terms."
    Escape "escape" "back" ["esc"], ANY None quiet always
        "Leave what is open: a dialog, a filter, a search, a zoom."
    Redraw "redraw" "redraw" ["ctrl-l"], ANY None quiet always
        "Draw everything anew, should something else have written here."
    Suspend "suspend" "suspend" ["ctrl-z"], ANY None quiet always
        "Back to the shell; fg returns."
    Quit "quit" "quit" ["q", "ctrl-c"], ANY None hint always
        "Leave. A training goes on without the monitor."
};
