package exports

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"

	"github.com/shopspring/decimal"
)

// An xls writes the smallest workbook of Excel 97 that holds a sheet of texts
// and amounts: BIFF8 in a compound file, as described in [MS-XLS] and [MS-CFB].
type xls struct {
	sheet string
	cells []byte
	n     int
}

var le = binary.LittleEndian

// record appends a record of BIFF.
func record(b []byte, id uint16, body []byte) []byte {
	b = le.AppendUint16(le.AppendUint16(b, id), uint16(len(body)))
	return append(b, body...)
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, u)
	}
	return b
}

// row writes a row and returns its number, from 1. A string is a text, an
// int64 an amount in hundredths.
func (x *xls) row(cells ...any) int {
	for i, c := range cells {
		at := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, uint16(x.n)), uint16(i)), 0)
		switch c := c.(type) {
		case string:
			text := wide(c)
			at = append(le.AppendUint16(at, uint16(len(text)/2)), 1) // 1: two bytes a character
			x.cells = record(x.cells, 0x0204, append(at, text...))
		case int64:
			x.cells = record(x.cells, 0x027E, le.AppendUint32(at, uint32(int32(c))<<2|3)) // 3: a whole number of hundredths
		}
	}
	x.n++
	return x.n
}

// fen is an amount in hundredths. Its 30 bits hold five million yuan.
func fen(d decimal.Decimal) int64 { return d.Shift(2).IntPart() }

// stream is the workbook: globals with the name of the sheet, and the sheet.
func (x *xls) stream() []byte {
	begin := func(b []byte, kind uint16) []byte {
		return record(b, 0x0809, append(le.AppendUint16(le.AppendUint16(nil, 0x0600), kind), make([]byte, 12)...))
	}
	name := wide(x.sheet)
	name = append([]byte{byte(len(name) / 2), 1}, name...)
	b := begin(nil, 0x0005)
	b = record(b, 0x00E0, make([]byte, 20)) // the one style, which every cell names
	at := len(b) + 4 + 6 + len(name) + 4    // behind this record and the end of the globals
	b = record(b, 0x0085, append(append(le.AppendUint32(nil, uint32(at)), 0, 0), name...))
	b = record(b, 0x000A, nil)
	b = begin(b, 0x0010)
	return record(append(b, x.cells...), 0x000A, nil)
}

// Marks of sectors.
const (
	sectorSize = 512
	lastSector = 0xFFFFFFFE
	fatSector  = 0xFFFFFFFD
	noSector   = 0xFFFFFFFF
)

// file wraps the stream: the tables of sectors, the directory, the stream.
func (x *xls) file() []byte {
	stream := x.stream()
	size := max(len(stream), 8*sectorSize) // shorter ones would have to be stored otherwise
	size = (size + sectorSize - 1) / sectorSize * sectorSize
	stream = append(stream, make([]byte, size-len(stream))...)
	sectors := size / sectorSize
	tables := 1
	for tables*sectorSize/4 < tables+1+sectors {
		tables++
	}

	header := []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + string(make([]byte, 16)))
	for _, v := range []uint16{0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0} {
		header = le.AppendUint16(header, v)
	}
	for _, v := range []uint32{0, uint32(tables), uint32(tables), 0, 4096, lastSector, 0, lastSector, 0} {
		header = le.AppendUint32(header, v)
	}
	var fat []byte
	for i := range tables {
		header = le.AppendUint32(header, uint32(i))
		fat = le.AppendUint32(fat, fatSector)
	}
	fat = le.AppendUint32(fat, lastSector) // the directory
	for i := range sectors {
		next := uint32(tables + 1 + i + 1)
		if i == sectors-1 {
			next = lastSector
		}
		fat = le.AppendUint32(fat, next)
	}
	free := func(b []byte, to int) []byte {
		for len(b) < to {
			b = le.AppendUint32(b, noSector)
		}
		return b
	}
	entry := func(name string, kind byte, child, start uint32, size int) []byte {
		n := wide(name + "\x00")
		b := append(n, make([]byte, 64-len(n))...)
		b = append(le.AppendUint16(b, uint16(len(n))), kind, 1)
		for _, v := range []uint32{noSector, noSector, child} {
			b = le.AppendUint32(b, v)
		}
		b = le.AppendUint32(append(b, make([]byte, 36)...), start)
		return le.AppendUint64(b, uint64(size))
	}
	directory := slices.Concat(entry("Root Entry", 5, 1, lastSector, 0), entry("Workbook", 2, noSector, uint32(tables+1), size))
	directory = append(directory, make([]byte, sectorSize-len(directory))...)
	return slices.Concat(free(header, sectorSize), free(fat, tables*sectorSize), directory, stream)
}
