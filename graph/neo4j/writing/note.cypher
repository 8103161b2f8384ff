MATCH (n:RostrumNote {id: $given.id}) RETURN n.value
