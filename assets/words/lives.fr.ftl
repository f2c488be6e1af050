# Un support restauré : ce qui a été fait dans sa vie antérieure attend son auteur.

notice-restored = { $backend } a été restauré à partir d’une copie plus ancienne : tout a été relu. { $drafts ->
    [0] Rien de ce que vous aviez écrit n’était resté sans être envoyé.
    [one] Un texte laissé avant attend dans la liste de ce qui n’est pas envoyé.
   *[other] { $drafts } textes laissés avant attendent dans la liste de ce qui n’est pas envoyé.
}
notice-held-since-restore = { $backend } a été restauré : { $actions ->
    [one] une action faite avant est retenue. Voyez ce qu’est devenue sa demande, puis envoyez-la ou non.
   *[other] { $actions } actions faites avant sont retenues. Voyez ce que sont devenues leurs demandes, puis envoyez-les ou non.
}
notice-lost-by-restore = { $backend } a été restauré et a perdu { $actions ->
    [one] une de vos actions, qu’il avait acceptée. Elle attend d’être renvoyée.
   *[other] { $actions } de vos actions, qu’il avait acceptées. Elles attendent d’être renvoyées.
}
pending-earlier-life = retenu (restauré)
outbox-earlier-life = retenu : le support a été restauré depuis. C’était alors { $was }
outbox-lost = perdu : le support l’avait accepté, puis a été restauré. C’était alors { $was }
draft-earlier-life = laissé avant la restauration du support. C’était alors { $was }
earlier-unknown = inconnu
earlier-gone = aucune demande ouverte ne porte ce nom à présent
choice-earlier-send = Le support a été restauré : envoyer à { $ticket } telle qu’elle est maintenant ?
choice-earlier-write = Le support a été restauré : continuer d’écrire pour { $ticket } telle qu’elle est maintenant ?
choice-earlier-then = Avant : { $was }
choice-earlier-now = À présent : { $is }
choice-earlier-yes = Oui, c’est bien pour celle-ci
choice-earlier-no = Non, laisser en attente
refused-other-life = le support a été restauré depuis
journal-lost = { $desk } a perdu { $acts ->
    [one] une action qu’il avait acceptée ; il a été restauré depuis. Lancez vigie pour qu’elle vous soit proposée à nouveau :
   *[other] { $acts } actions qu’il avait acceptées ; il a été restauré depuis. Lancez vigie pour qu’elles vous soient proposées à nouveau :
}
