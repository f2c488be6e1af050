# Ce que l’éditeur de la personne a enregistré, et ce qui est dit de ses mots en dehors des volets.

notice-saved-by-editor = { $ticket } : ce que votre éditeur a enregistré ensuite est dans le texte. Relisez-le avant l’envoi.
notice-editor-failed-late = L’éditeur s’est mal terminé : { $why } Ce qu’il avait enregistré est dans votre texte ; relisez-le avant l’envoi.
notice-words-in-file = Des mots à vous ne sont dans aucun brouillon. Ils sont gardés dans { $path } : reprenez-les, puis supprimez ce fichier.
notice-store-made-anew = Le dossier des données locales a été déplacé ou supprimé. Il a été recréé, avec tout ce qui n’est pas envoyé.
notice-waits-elsewhere = { $actions ->
    [one] 1 acte n’est pas encore envoyé dans un autre vigie à vous
   *[other] { $actions } actes ne sont pas encore envoyés dans un autre vigie à vous
} ({ $process }). S’il est suspendu, reprenez-le avec « fg ».
outbox-elsewhere = Pas envoyé dans un autre vigie à vous ({ $process }) : { $actions }
elsewhere-process = processus { $process }
elsewhere-unknown = processus inconnu
suspended-waiting = { $actions ->
    [one] vigie est suspendu : 1 acte n’est pas envoyé, et attend votre retour par « fg ».
   *[other] vigie est suspendu : { $actions } actes ne sont pas envoyés, et attendent votre retour par « fg ».
}
choice-turned = Ce texte contient des signes qui inversent sa lecture. L’envoyer ainsi ?
choice-turned-hint = Ces signes s’affichent ici comme { $signs }. Qui le lit peut voir d’autres mots que les vôtres.
