# À qui sont les choses : ce que quelqu’un d’autre a écrit sur ce poste.
person-unnamed = quelqu’un sans nom
notice-another-person = { $backend } : le jeton est désormais celui de { $is }, plus celui de { $was }. Ce que { $was } a écrit attend { $was } (O).
notice-others-wait = { $things ->
    [one] Un envoi attend ici, écrit par { $author } : vous êtes { $me }, il ne partira qu’au nom de { $author } (O).
   *[other] { $things } envois attendent ici, écrits par { $author } et peut-être d’autres : vous êtes { $me }, ils ne partiront qu’au nom de leurs auteurs (O).
}
notice-of-another = { $ticket } : écrit par { $author }, vous êtes { $me }. Ce sera envoyé au retour de { $author } ; ici on peut seulement le supprimer.
outbox-other = écrit par { $author }, vous êtes { $me } : attend { $author }
outbox-unsigned = auteur inconnu : partira en votre nom si vous l’envoyez
pending-unsigned = de qui ?
choice-discard-other-hint = { $ticket } : écrit par { $author }, qui ne le retrouvera pas.
failure-ask-who = le jeton a changé : on demande d’abord au nom de qui il parle
