# Alarms: what the console says of them, and what goes out through the terminal, the desktop and the hook.

alarms-open = { $count ->
    [one] { $count } alarm
   *[other] { $count } alarms
}
alarms-again = again { $at }
notice-high-arrived = { $count ->
    [one] New request of severity 2: { $first }
   *[other] { $count } new requests of severity 2, first { $first }
}
notice-unseen = { $count ->
    [one] Nobody has silenced this alarm: { $first }
   *[other] { $count } alarms that nobody has silenced, first { $first }
}
notice-after-quiet = During quiet hours: { $arrived } new, { $breached } breached, { $at-risk } at risk.
notice-alarms-seen = { $count ->
    [one] Alarm silenced.
   *[other] { $count } alarms silenced.
}
notice-alarms-snoozed = { $count ->
    [one] Alarm snoozed for { $span }.
   *[other] { $count } alarms snoozed, the first for { $span }.
}
notice-no-alarm = There is no alarm.
notice-warn-failed = Warnings do not go out by { $channel }: { $why }
channel-terminal = terminal
channel-desktop = desktop notification
channel-hook = hook
channel-bell = bell

signal-filed = new
signal-at-risk = at risk
signal-urgent = due within minutes
signal-breach = breached
signal-overdue = overdue
signal-title-one = vigie: { $ticket } { $step }, severity { $severity }
signal-title-many = { $breached ->
    [0] vigie: { $count } warnings
   *[other] vigie: { $count } warnings, { $breached } breached
}
signal-was-missed = While nobody looked
signal-was-quiet = During quiet hours
signal-unseen = Nobody has silenced it
signal-due = due { $due }
signal-test-title = vigie: test
signal-test-body = Warnings reach you this way.

alert-test-none = No way of warning is configured: set bell, or terminal, desktop or hook under [warnings].
alert-test-done = { $channel }: { $what }
alert-test-failed = { $channel }: FAILED. { $why }
alert-test-bell = rung (BEL)
alert-test-bell-see = You should hear or see it. If not, look for “bell” in your terminal’s settings{ $tmux ->
    [yes] ; in tmux: set -g bell-action any
   *[no] .
}
alert-test-terminal = sent as { $sequence }
alert-test-terminal-see = Your desktop should show it, most terminals only while another window has the focus. If not, set warnings.terminal to what your terminal knows: osc9 (iTerm2, WezTerm, Ghostty), osc777 (rxvt, foot), osc99 (kitty).
alert-test-passthrough-on = tmux lets it pass (allow-passthrough is { $value }).
alert-test-passthrough-off = tmux does not let it pass: set -g allow-passthrough on
alert-test-passthrough-unknown = tmux did not say whether it lets it pass: set -g allow-passthrough on
alert-test-desktop = handed to the notification service
alert-test-desktop-see = It should stand on this machine’s desktop; over SSH that is the other machine’s.
alert-test-hook = { $program } took it and ended with 0
alert-test-hook-see = Whatever it does should be done now: a message sent, a line written.
alert-not-a-terminal = this is not a terminal
alert-unknown-terminal = this terminal is not known to show notifications; set warnings.terminal to osc9, osc777 or osc99, or to off
alert-took-too-long = no end within { $seconds } s; it was stopped
