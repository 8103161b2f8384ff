MATCH (n:RostrumNote {id: $id}) RETURN n.value
