package export

// The colours, #rrggbb, in which every format and picture shows a kind of node or type
// of edge. Those of nodes can be told apart by people who are colour-blind (Okabe and
// Ito, Color Universal Design, 2008).
var (
	nodeColors = map[string]string{
		"Person": "#0072b2", "Organization": "#cc79a7", "Country": "#d55e00", "Office": "#56b4e9",
		"Treaty": "#009e73", "Statement": "#8a8a8a", "Article": "#f0e442", "Outlet": "#e69f00",
	}
	edgeColors = map[string]string{"ACCUSED": "#b3261e", "DENIED": "#1d5fa8"}
)

const otherColor = "#767676"

// NodeColor is the colour of nodes of a label.
func NodeColor(label string) string { return colorOf(nodeColors, label) }

// EdgeColor is the colour of edges of a type.
func EdgeColor(kind string) string { return colorOf(edgeColors, kind) }

func colorOf(colors map[string]string, kind string) string {
	if hex, ok := colors[kind]; ok {
		return hex
	}
	return otherColor
}

// TextOn is the colour of text on a node of a label: its contrast is 4.5 or more.
func TextOn(label string) string {
	switch label {
	case "Person":
		return "#ffffff"
	}
	return "#000000"
}

func palette() []string {
	all := []string{otherColor}
	for _, colors := range []map[string]string{nodeColors, edgeColors} {
		for _, hex := range colors {
			all = append(all, hex)
		}
	}
	return all
}
