package formats

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// xls writes a workbook of Excel 97 with one sheet. A cell is a string, a
// float64, or nil for none; its strings stand in the cells themselves.
func xls(name string, rows ...[]any) []byte {
	var stream bytes.Buffer
	record := func(id uint16, parts ...any) {
		var body bytes.Buffer
		for _, p := range parts {
			binary.Write(&body, binary.LittleEndian, p)
		}
		binary.Write(&stream, binary.LittleEndian, []uint16{id, uint16(body.Len())})
		stream.Write(body.Bytes())
	}
	const bof, eof, format, boundSheet, number, label = 0x0809, 0x000A, 0x00E0, 0x0085, 0x0203, 0x0204
	record(bof, []uint16{0x0600, 5}, uint64(0))
	record(format, make([]byte, 20)) // one style, General
	title := utf16.Encode([]rune(name))
	begin := uint32(stream.Len() + 4 + 8 + 2*len(title) + 4)
	record(boundSheet, begin, uint16(0), []byte{byte(len(title)), 1}, title)
	record(eof)
	record(bof, []uint16{0x0600, 0x0010}, uint64(0))
	for i, row := range rows {
		for j, cell := range row {
			at := []uint16{uint16(i), uint16(j), 0}
			switch v := cell.(type) {
			case string:
				text := utf16.Encode([]rune(v))
				record(label, at, uint16(len(text)), byte(1), text)
			case float64:
				record(number, at, math.Float64bits(v))
			}
		}
	}
	record(eof)
	return compound("Workbook", stream.Bytes())
}

// compound puts a stream into a compound file: sectors of 512 bytes, which are
// the table of all sectors, the folder, and the stream.
func compound(name string, stream []byte) []byte {
	const sector, end, free, table = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
	pad := func(b []byte, fill byte) []byte {
		return append(b, bytes.Repeat([]byte{fill}, (sector-len(b)%sector)%sector)...)
	}
	if len(stream) < 4096 { // smaller ones would stand elsewhere
		stream = append(stream, make([]byte, 4096-len(stream))...)
	}
	stream = pad(stream, 0)
	sectors := len(stream) / sector
	if sectors > sector/4-2 {
		panic("a workbook this large needs a second table")
	}
	pack := func(parts ...any) []byte {
		var b bytes.Buffer
		for _, p := range parts {
			binary.Write(&b, binary.LittleEndian, p)
		}
		return b.Bytes()
	}
	header := pack([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 16), []uint16{0x3E, 3, 0xFFFE, 9, 6}, make([]byte, 6),
		[]uint32{0, 1, 1, 0, 4096, end, 0, end, 0, 0})
	chain := []uint32{table, end}
	for i := range sectors {
		chain = append(chain, uint32(i+3))
	}
	chain[len(chain)-1] = end
	entry := func(name string, kind byte, child, start uint32, size int) []byte {
		text := utf16.Encode([]rune(name + "\x00"))
		return pack(text, make([]byte, 64-2*len(text)), uint16(2*len(text)), []byte{kind, 1}, []uint32{free, free, child}, make([]byte, 36), start, uint64(size))
	}
	folder := append(entry("Root Entry", 5, 1, end, 0), entry(name, 2, free, 2, len(stream))...)
	return pack(pad(header, 0xFF), pad(pack(chain), 0xFF), pad(folder, 0), stream)
}
