W2607_world
r i BC-EU--Talks-Vote 1stLd-Writethru   03-05 0193
^BC-EU--Talks-Vote, 1st Ld-Writethru,40<
^Talks on vote end without result<
^Eds: Adds quote.<
^By ANA RUIZ=
^Atlas Writer=
	   GENEVA (Atlas) _ The talks ended on Tuesday.

	   ``Nothing was agreed,'' the envoy said.

	   AP-WF-03-05-24 0745GMT<

