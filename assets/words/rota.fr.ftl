# L’astreinte, et ce qui compte les week-ends et jours fériés.

status-on-call-short = astr. { $name }
status-on-call-until = { $on-call } jusqu’à { $until }
status-on-call-next = { $on-call } jusqu’à { $until }, puis { $next }
status-nobody = personne
status-on-call-at-least = { $on-call } au moins jusqu’au { $until }
status-on-call-no-end = { $on-call }, sans fin
status-rota-broken = { $rota } illisible
watch-rota-broken = illisible : { $why }. Corrigez le fichier ; il est relu de lui-même dans la minute.
rota-broken = L’astreinte { $rota } est illisible et ne compte pas : { $why }
status-closed-short = FERMÉ → { $until }
status-open-short = ouvert → { $until }
status-weekend-short = ☾ WEEK-END → { $until }
status-holiday-short = ☾ FÉRIÉ → { $until }

pane-watch = Week-ends et jours fériés
watch-on-call = Astreinte
watch-calls = { $count ->
    [one] { $count } appel exigé et pas encore consigné
   *[other] { $count } appels exigés et pas encore consignés
}
watch-no-calls = Aucune demande n’attend d’appel.
watch-call = engagement { $at }
watch-customers = Clients
watch-shut-until = { $why }, ouvre { $until }
watch-next-off = prochain férié { $day }, { $name }
shut-overnight = fermé
shut-weekend = week-end
shut-closing = fermeture de l’entreprise
queue-shut = { $calls ->
    [0] { $why } ({ $key })
   *[other] { $why } ☎{ $calls } ({ $key })
}

ics-too-large = le fichier dépasse { $most } Mio
ics-no-calendar = ce n’est pas un calendrier : BEGIN:VCALENDAR manque
ics-unbalanced = { $name } commence ou finit au mauvais endroit
ics-syntax = « { $text } » n’est pas une ligne de la RFC 5545 : NOM:VALEUR
ics-not-utf8 = la ligne n’est pas en UTF-8 ; enregistrez le fichier en UTF-8
ics-bad-value = { $property } ne peut pas valoir « { $value } »
ics-repeated = { $property } figure deux fois dans un même événement
ics-clash = { $one } et { $other } ne vont pas ensemble dans un même événement
ics-ambiguous = « { $uid } » est écrit deux fois (voir la ligne { $line }), chaque fois autrement, et aucun n’est plus récent par SEQUENCE ou DTSTAMP
ics-years = --from { $from } est après --to { $to }
ics-no-start = l’événement n’a pas de DTSTART
ics-bad-time = « { $value } » n’est ni une date ni une heure
ics-unknown-zone = « { $zone } » n’est ni un fuseau IANA, ni un fuseau Windows, et le fichier ne le définit pas ; écrivez TZID comme Europe/Paris
ics-bad-rule = la règle { $rule } est impossible à suivre : { $message }
ics-too-many = les événements reviennent plus de { $most } fois, ou il est trop long de les trouver : restreignez la règle (UNTIL, COUNT, un FREQ plus long)
ics-timed = { $count ->
    [one] { $count } événement a une heure et n’est pas repris : seules des journées entières ferment un calendrier.
   *[other] { $count } événements ont une heure et ne sont pas repris : seules des journées entières ferment un calendrier.
}
do-show-watch = week-ends et jours fériés
help-show-watch = Qui est d’astreinte, quels appels sont dus, qui est fermé et jusqu’à quand, les prochains fériés

notice-files-read = Touches, modèles, astreintes et thème ont été relus ; le reste de la configuration vaudra au prochain démarrage.
notice-files-refused = { $why }{ $more ->
    [0] {""}
    [one] {" "}(et une autre erreur)
   *[other] {" "}(et { $more } autres erreurs)
}. Ce qui valait avant reste en vigueur.
