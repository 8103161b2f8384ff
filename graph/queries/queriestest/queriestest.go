// Package queriestest has a small graph, made by hand, that tests of the prepared
// questions and of the command query ask. It has one of each thing that a question
// tells apart: offices on edges and elsewhere, unnamed officials, an article's own
// voice, denials, an answer in kind, supposed and unsaid accusations, undated
// articles, two people of one last name, letters that are wide.
//
// It opens no store: its tests apply [Graph] to one.
package queriestest

import (
	"rostrum/graph"
	"rostrum/schema"
)

// Graph is the graph, a batch an article.
func Graph() []graph.Batch {
	return []graph.Batch{london(), crimea(), vienna(), jerusalem(), undated(), tokyo()}
}

func london() graph.Batch {
	a := newArticle("Reuters", "Mattis and Tillerson call out Russia", "2017-03-31", "https://news.example/london", `LONDON (Reuters) - James Mattis, the U.S. defense secretary, said in London that Russia's violations of international law were a matter of record.
Secretary of State Rex Tillerson accused Russia of aggression against Ukraine at a meeting of NATO, to which Germany belongs.
A reporter asked whether Russia was arming the Taliban.
Russia has been accused of breaking the INF treaty.
Russian Foreign Minister Sergei Lavrov rejected the claim of aggression as a myth.
Lavrov accused Washington of encircling his country.`)
	usa, rus, ukr, deu := a.country("USA", "United States"), a.country("RUS", "Russia"), a.country("UKR", "Ukraine"), a.country("DEU", "Germany")
	mattis, tillerson, lavrov := a.person("James Mattis"), a.person("Rex Tillerson"), a.person("Sergei Lavrov")
	defense, state, foreign := a.office("Secretary of Defense", "USA"), a.office("Secretary of State", "USA"), a.office("Foreign Minister", "RUS")
	nato := a.organization("NATO")
	inf := a.treaty("Intermediate-Range Nuclear Forces Treaty", 1987)
	a.holds(mattis, defense, schema.Current, "the U.S. defense secretary")
	a.term("2017-01-20", "2018-12-31")
	a.holds(tillerson, state, schema.Current, "Secretary of State Rex")
	a.holds(lavrov, foreign, schema.Current, "Russian Foreign Minister")
	a.member(deu, nato, "to which Germany belongs")
	record := a.says([]schema.ID{mattis}, defense, "Russia's violations of international law were a matter of record", rus)
	a.accuses(mattis, defense, rus, "violations of international law", "treaty_violation", record)
	aggression := *a.accuses(tillerson, state, rus, "aggression against Ukraine", "aggression", a.says([]schema.ID{tillerson}, state, "accused Russia of aggression against Ukraine", rus, ukr))
	reporter := a.unnamed("a reporter", "")
	a.accuses(reporter, "", rus, "arming the Taliban", "terrorism_support", "").Stance = schema.Conjecture
	report := a.accuses("", "", rus, "breaking the INF treaty", "treaty_violation", "")
	report.Stance, report.Object = schema.Report, inf
	a.denies(lavrov, foreign, &aggression, "a myth")
	a.accuses(lavrov, "", usa, "encircling his country", "aggression", "")
	return a.batch()
}

func crimea() graph.Batch {
	a := newArticle("The Associated Press", "Kyiv and Moscow trade charges", "2014-03-20", "https://news.example/crimea", `Ukraine accused Russia of seizing Crimea by force.
A Ukrainian foreign ministry spokesman said Moscow had sent troops without insignia.
President Vladimir Putin accused Kyiv of persecuting Russian speakers.
The spokesman called the charge of persecution absurd.
Ukraine would not say that Belarus had helped to plan it.
Ukraine and Belarus blamed each other for the spill.`)
	ukr, rus, blr := a.country("UKR", "Ukraine"), a.country("RUS", "Russia"), a.country("BLR", "Belarus")
	putin, president := a.person("Vladimir Putin"), a.office("President", "RUS")
	spokesman := a.unnamed("A Ukrainian foreign ministry spokesman", "UKR")
	a.holds(putin, president, schema.Current, "President Vladimir Putin")
	seizing := a.says([]schema.ID{ukr}, "", "accused Russia of seizing Crimea by force", rus)
	a.accuses(ukr, "", rus, "seizing Crimea by force", "aggression", seizing)
	troops := a.says([]schema.ID{spokesman}, "", "Moscow had sent troops without insignia", rus)
	a.accuses(spokesman, "", rus, "sent troops without insignia", "aggression", troops)
	persecution := *a.accuses(putin, president, ukr, "persecuting Russian speakers", "human_rights", "")
	a.denies(spokesman, "", &persecution, "absurd")
	helped := a.says([]schema.ID{ukr}, "", "Belarus had helped to plan it", blr)
	a.last().Modality = schema.Negated
	a.accuses(ukr, "", blr, "helped to plan it", "aggression", helped)
	a.accuses(ukr, "", blr, "the spill", "other", "")
	a.accuses(blr, "", ukr, "the spill", "other", "")
	return a.batch()
}

func vienna() graph.Batch {
	a := newArticle("Reuters", "Powers defend Iran accord", "2017-10-13", "https://news.example/vienna", `VIENNA (Reuters) - The Iran nuclear deal is working, Hillary Clinton said, joined by former president Bill Clinton.
Secretary of State Rex Tillerson said Iran was in technical compliance with the accord.
- Iran blamed Israel for sabotage of its plants.`)
	irn, isr := a.country("IRN", "Iran"), a.country("ISR", "Israel")
	a.country("USA", "United States")
	hillary, bill, tillerson := a.person("Hillary Clinton"), a.person("Bill Clinton"), a.person("Rex Tillerson")
	president, state := a.office("President", "USA"), a.office("Secretary of State", "USA")
	deal := a.treaty("Joint Comprehensive Plan of Action", 2015)
	a.holds(bill, president, schema.Former, "former president Bill Clinton")
	a.term("1993-01-20", "2001-01-20")
	a.holds(tillerson, state, schema.Current, "Secretary of State Rex")
	a.says([]schema.ID{hillary, bill}, "", "The Iran nuclear deal is working", deal)
	a.says([]schema.ID{tillerson}, state, "Iran was in technical compliance with the accord", irn, deal)
	a.accuses(irn, "", isr, "sabotage of its plants", "aggression", "")
	return a.batch()
}

// jerusalem denies, a week after, what another article tells of, and accuses in turn.
func jerusalem() graph.Batch {
	a := newArticle("AFP", "Israel knows of no sabotage", "2017-10-20", "https://news.example/jerusalem", `Israel denied any sabotage of foreign plants.
It accused Iran of attacks on its ships.`)
	isr, irn := a.country("ISR", "Israel"), a.country("IRN", "Iran")
	a.denies(isr, "", &schema.Accusation{Type: "aggression", CAMEO: "1123", PLOVER: "ACCUSE/deny", SaidOn: a.day(), Confidence: 0.85, Rule: "hand"}, "any sabotage of foreign plants")
	a.accuses(isr, "", irn, "attacks on its ships", "aggression", "")
	return a.batch()
}

func undated() graph.Batch {
	a := newArticle("", "", "", "", `Defense Secretary James Mattis said NATO stands united.
He accused the Kremlin's chief, Vladimir Putin, of "mucking" around in elections.`)
	a.country("USA", "United States")
	mattis, defense, putin := a.person("James Mattis"), a.office("Secretary of Defense", "USA"), a.person("Vladimir Putin")
	nato := a.organization("NATO")
	a.holds(mattis, defense, schema.Current, "Defense Secretary James")
	a.term("2017-01-20", "2018-12-31")
	a.says([]schema.ID{mattis}, defense, "NATO stands united", nato)
	a.accuses(mattis, defense, putin, `"mucking" around in elections`, "espionage_interference", "")
	return a.batch()
}

func tokyo() graph.Batch {
	a := newArticle("新华社", "中国指责日本", "2023-08-24", "https://news.example/tokyo", `中国外交部发言人 Wang Wenbin (汪文斌) accused Japan of treating the ocean as its sewer: 日本政府一意孤行启动福岛核污染水排海是极端自私和不负责任的行为。`)
	chn, jpn := a.country("CHN", "China"), a.country("JPN", "Japan")
	wang, spokesman := a.person("Wang Wenbin"), a.office("Foreign Ministry Spokesperson", "CHN")
	a.holds(wang, spokesman, schema.Current, "Wang Wenbin")
	said := a.says([]schema.ID{wang, chn}, spokesman, "日本政府一意孤行启动福岛核污染水排海是极端自私和不负责任的行为", jpn)
	a.accuses(wang, spokesman, jpn, "treating the ocean as its sewer", "other", said)
	return a.batch()
}
