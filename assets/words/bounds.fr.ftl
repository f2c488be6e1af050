# Ce qui ne se laisse ni lire, ni écrire, ni finir : serveurs, bases et sorties récalcitrants.

check-unreadable = { $backend } : sa réponse sur { $ticket } est illisible ; nul ne sait où elle en est
