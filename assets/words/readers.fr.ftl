# Qui reçoit ce qui est écrit sur une demande, et comment cela a changé.

reader-requestor = demandeur
reader-cc = Cc
reader-queue-cc = Cc de la file
reader-owner = propriétaire
reader-admin-cc = AdminCc
reader-queue-admin-cc = AdminCc de la file
reader-without-address = { $name } (sans adresse visible pour vous)
reader-group = les membres du groupe { $name }
reader-group-unseen = les membres d’un groupe que vous ne pouvez pas voir

readers-mailed = { $count ->
    [0] aucun courriel ne part ({ $key } dit pourquoi)
    [one] 1 par courriel ({ $key } montre) : { $names }
   *[other] { $count } par courriel ({ $key } les montre) : { $names }
}
readers-unknown = destinataires inconnus ({ $key } dit pourquoi)
readers-server = { $customer } : ses correspondants lisent sur le serveur ; aucun courriel
readers-server-named = { $customer }, sur le serveur, sans courriel : { $names }

pane-readers = Destinataires
readers-response = Une réponse est envoyée à
readers-note = Une note est envoyée à
readers-nobody = personne
readers-rules = Tel que RT est livré. Les règles de votre site, et ceux qui ont coupé le courriel de cette demande, peuvent y changer quelque chose. RT ne vous envoie pas de copie de vos propres mots.
readers-why-unknown = Les destinataires de cette demande n’ont pas encore pu être lus. Fermez le texte, rouvrez la demande après une actualisation, puis continuez.
readers-on-server = Aucun courriel ne part. Les correspondants de { $customer } qui ont un jeton lisent les réponses sur le serveur ; l’équipe et les spécialistes y lisent les notes.
readers-contacts = Correspondants désignés

do-show-readers = destinataires
help-show-readers = Montrer tous ceux qui reçoivent la réponse ou la note, avec leurs adresses

timeline-reader-came = { $who } reçoit désormais ce qui est écrit, comme { $role }
timeline-reader-left = { $who } ne le reçoit plus comme { $role }
timeline-queue-moved = la file était { $from }, elle est { $to } : d’autres peuvent recevoir ce qui est écrit
