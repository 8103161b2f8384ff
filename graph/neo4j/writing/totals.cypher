MERGE (s:RostrumStore {id: 'store'})
SET s.id = 'store'
WITH s, [x IN split(coalesce(s.totals, '0 0 0'), ' ') | toInteger(x)] AS t
SET s.totals = toString(t[0] + $documents) + ' ' + toString(t[1] + $nodes) + ' ' + toString(t[2] + $edges), s.applied = $now
