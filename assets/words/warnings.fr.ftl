# Alarmes : ce que la console en dit, et ce qui part vers le terminal, le bureau et la commande.

alarms-open = { $count ->
    [one] { $count } alarme
   *[other] { $count } alarmes
}
alarms-again = rappel { $at }
notice-high-arrived = { $count ->
    [one] Nouvelle demande de gravité 2 : { $first }
   *[other] { $count } nouvelles demandes de gravité 2, d’abord { $first }
}
notice-unseen = { $count ->
    [one] Personne n’a fait taire cette alarme : { $first }
   *[other] { $count } alarmes que personne n’a fait taire, d’abord { $first }
}
notice-after-quiet = Pendant les heures calmes : { $arrived } nouvelles, { $breached } hors délai, { $at-risk } à risque.
notice-alarms-seen = { $count ->
    [one] Alarme tue.
   *[other] { $count } alarmes tues.
}
notice-alarms-snoozed = { $count ->
    [one] Alarme reportée de { $span }.
   *[other] { $count } alarmes reportées, la première de { $span }.
}
notice-no-alarm = Il n’y a pas d’alarme.
notice-warn-failed = Les avertissements ne partent pas par { $channel } : { $why }
channel-terminal = terminal
channel-desktop = notification du bureau
channel-hook = commande
channel-bell = cloche

signal-filed = nouvelle
signal-at-risk = à risque
signal-urgent = due dans quelques minutes
signal-breach = hors délai
signal-overdue = en retard
signal-title-one = vigie : { $ticket } { $step }, gravité { $severity }
signal-title-many = { $breached ->
    [0] vigie : { $count } avertissements
   *[other] vigie : { $count } avertissements, { $breached } hors délai
}
signal-was-missed = En votre absence
signal-was-quiet = Pendant les heures calmes
signal-unseen = Personne ne l’a fait taire
signal-due = échéance { $due }
signal-test-title = vigie : essai
signal-test-body = Les avertissements vous parviennent par cette voie.

alert-test-none = Aucune voie d’avertissement n’est configurée : régler bell, ou terminal, desktop ou hook sous [warnings].
alert-test-done = { $channel } : { $what }
alert-test-failed = { $channel } : ÉCHEC. { $why }
alert-test-bell = sonnée (BEL)
alert-test-bell-see = Vous devriez l’entendre ou la voir. Sinon, chercher « cloche » dans les réglages du terminal{ $tmux ->
    [yes] {" "}; dans tmux : set -g bell-action any
   *[no] .
}
alert-test-terminal = envoyé en { $sequence }
alert-test-terminal-see = Votre bureau devrait le montrer, souvent seulement quand une autre fenêtre est active. Sinon, donner à warnings.terminal ce que votre terminal connaît : osc9 (iTerm2, WezTerm, Ghostty), osc777 (rxvt, foot), osc99 (kitty).
alert-test-passthrough-on = tmux le laisse passer (allow-passthrough vaut { $value }).
alert-test-passthrough-off = tmux ne le laisse pas passer : set -g allow-passthrough on
alert-test-passthrough-unknown = tmux n’a pas dit s’il le laisse passer : set -g allow-passthrough on
alert-test-desktop = remise au service de notification
alert-test-desktop-see = Elle devrait être sur le bureau de cette machine ; par SSH, c’est celui de l’autre machine.
alert-test-hook = { $program } l’a prise et a fini avec 0
alert-test-hook-see = Ce qu’elle fait devrait être fait : un message envoyé, une ligne écrite.
alert-not-a-terminal = ceci n’est pas un terminal
alert-unknown-terminal = rien ne dit que ce terminal montre des notifications ; donner à warnings.terminal osc9, osc777 ou osc99, ou off
alert-took-too-long = pas de fin en { $seconds } s ; arrêtée
