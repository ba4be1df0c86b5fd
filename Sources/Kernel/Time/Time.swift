// Time: instants, dates and their arithmetic, as services see them.
//
// Values only: it knows no clock and no device, and has neither state nor heap.
