# Ce que `vigie doctor` trouve sur un serveur hors de la correspondance, et la première correspondance qu’il écrit.

doctor-stray = { $subject } : en usage, mais sans correspondance, { $tickets ->
    [one] une demande
   *[other] { $tickets } demandes
}
doctor-stray-uncounted = { $subject } : sans correspondance
doctor-contact = contact désigné « { $name } »
doctor-level = niveau de service « { $name } »
doctor-field-on-queue = champ de demande « { $field } » dans la file « { $queue } »
doctor-cost-empty-group = Il existe, mais vous n’y voyez personne : les réponses de ses membres n’arrêtent alors aucune horloge. Demandez le droit de voir ce groupe.
doctor-cost-outsider = Cette personne a des demandes et n’est pas du support : ce qu’elle écrit compte comme venant du client. Ajoutez-la par desk_groups ou manager.
doctor-cost-contact = Aucun utilisateur n’a ce nom ni cette adresse : qui écrit de là est montré comme inconnu.
doctor-cost-field-on-queue = Le champ existe sur le serveur mais pas sur ces demandes : toutes sont lues comme « otherwise ». Faites-le appliquer à la file.
doctor-cost-unserved = Ces demandes ne sont pas montrées : donnez-les à un client si elles sont à ce support.
doctor-cost-otherwise = Elle est lue comme « otherwise » : ajoutez-la aux valeurs si elle veut dire autre chose.
doctor-cost-otherwise-severity = Ces demandes ont la gravité de « otherwise », et l’échéance qui va avec : ajoutez-la aux valeurs.
doctor-cost-level = Aucune demande n’a jamais eu ce niveau : s’appelle-t-il ainsi ? Ceux qu’ont les demandes sont listés plus bas.
doctor-there = Sur le serveur, pour écrire une correspondance (ou laissez `vigie doctor --discover` en écrire une première) :
doctor-there-queues = files, avec leurs demandes ouvertes : { $names }
doctor-there-statuses = statuts, avec leurs demandes : { $names }
doctor-there-levels = niveaux de service, avec leurs demandes : { $names }
doctor-there-groups = groupes, avec leurs membres : { $names }
doctor-there-ticket-field = champ de demande { $name } : { $values }
doctor-there-reply-field = champ de réponse { $name } : { $values }
doctor-there-free = texte libre

discover-nothing = Il n’y a pas de Request Tracker dans la configuration. Écrivez où il est : [[backend]] avec name, kind = "request-tracker", url, et token_file, token_env ou token_command. Le reste se trouve.
discover-not-written = { $path } n’a pas été écrit : { $why }. Un fichier qui existe n’est jamais écrasé.
discover-head =
    Une première correspondance, devinée d’après les noms de ce serveur. Relisez chaque ligne, mettez-la dans la
    configuration à la place de la section du même nom, et laissez « vigie doctor » la comparer.
discover-calendar = Aucun serveur ne connaît les heures du support : un calendrier de vigie, ou un fichier à vous.
discover-groups = Les groupes prévenus de ce qui se passe dans les files : leurs membres sont le support, tous les autres des clients.
discover-other-group = Non retenu : le groupe { $name }.
discover-severity = La gravité d’une demande, de 1 à 4 ; « otherwise » est ce que veut dire un champ vide.
discover-severity-sla = Le niveau de service tient lieu de gravité, de 1 à 4 : aucun champ n’en a l’air.
discover-values = Ce que veut dire chaque valeur, deviné d’après ses mots.
discover-unknown-value = Non comprise : { $value }.
discover-statuses = Les statuts en usage ici. Le premier de chaque liste est celui que vigie écrit.
discover-signature = Ce qui est demandé dans une demande de signature.
discover-unused = Les champs dont rien ne se sert plus haut, avec leurs valeurs :
discover-unused-field = { $name } : { $values }
discover-customers = Un client par file. Une file qui n’est à aucun client : retirez sa section.
discover-general = Non retenue : la file { $name }, que tout serveur a.
check-no-such-queue = { $backend } : il n’y a pas de file « { $queue } », ou vous ne la voyez pas : on ne sait pas où en sont les demandes de ce client. Voir « vigie doctor ».
doctor-cost-no-customers = Rien ne peut être déposé : vigie desk import FICHIER.
doctor-cost-no-managers = Aucune demande ne peut être confiée : vigie desk import FICHIER.
