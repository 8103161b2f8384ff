MERGE (s:RostrumStore {id: 'store'})
SET s.id = 'store'
WITH s, [x IN split(coalesce(s.totals, '0 0 0'), ' ') | toInteger(x)] AS t
SET s.totals = toString(t[0] + $given.documents) + ' ' + toString(t[1] + $given.nodes) + ' ' + toString(t[2] + $given.edges), s.applied = $given.now
