package sqlite

import (
	"fmt"
	"math"
	"slices"
)

// percentile is what a percentile function takes: the numbers, sorted, and where among
// them, from 0 to 1; no numbers where there are none.
func percentile(name string, a []any) (sorted []any, at float64, err error) {
	list, _ := a[0].([]any)
	at, ok := number(a[1])
	if !ok || !(at >= 0 && at <= 1) {
		return nil, 0, fmt.Errorf("%s takes a percentile from 0 to 1, not %s", name, describe(a[1]))
	}
	for _, v := range list {
		if _, ok := number(v); !ok {
			return nil, 0, wrongType(name, v)
		}
	}
	slices.SortFunc(list, func(x, y any) int {
		sign, _ := inOrder(x, y) // they are numbers
		return sign
	})
	return list, at, nil
}

// percentileDisc is the nearest number of the list.
func percentileDisc(a []any) (any, error) {
	sorted, at, err := percentile("percentileDisc", a)
	if err != nil || len(sorted) == 0 {
		return nil, err
	}
	return sorted[max(0, int(math.Ceil(at*float64(len(sorted))))-1)], nil
}

// percentileCont lies between the two nearest numbers.
func percentileCont(a []any) (any, error) {
	sorted, at, err := percentile("percentileCont", a)
	if err != nil || len(sorted) == 0 {
		return nil, err
	}
	place := at * float64(len(sorted)-1)
	below, _ := number(sorted[int(math.Floor(place))])
	above, _ := number(sorted[int(math.Ceil(place))])
	return below + (above-below)*(place-math.Floor(place)), nil
}

// deviation is the standard deviation of a sample (missing 1) or of all there is (0).
func deviation(list any, missing int) (any, error) {
	values, _ := list.([]any)
	if len(values) <= missing {
		return 0.0, nil
	}
	sum := 0.0
	numbers := make([]float64, len(values))
	for i, v := range values {
		f, ok := number(v)
		if !ok {
			return nil, wrongType("stDev", v)
		}
		numbers[i] = f
		sum += f
	}
	mean, squares := sum/float64(len(values)), 0.0
	for _, f := range numbers {
		squares += (f - mean) * (f - mean)
	}
	return math.Sqrt(squares / float64(len(values)-missing)), nil
}
