package unpack

import (
	"bytes"

	"github.com/unrenew/unrenew/parser"
)

// Limits of one file of the user, with all that is packed in it. Bytes count as
// they come out, since the sizes that an archive states may lie.
var (
	MaxEntries      = parser.Limit{Name: "archive-entries", Value: 1000, Text: parser.Text{ZH: "一个压缩包里的文件数", EN: "files in one archive"}}
	MaxTotalEntries = parser.Limit{Name: "archive-total-entries", Value: 10_000, Text: parser.Text{ZH: "一个压缩包连同里面的压缩包一共的文件数", EN: "files in an archive and in all archives within it"}}
	MaxEntry        = parser.Limit{Name: "archive-entry-bytes", Value: 256 << 20, Text: parser.Text{ZH: "压缩包里一个文件解开后的大小", EN: "one file in an archive, unpacked"}}
	MaxTotal        = parser.Limit{Name: "archive-total-bytes", Value: 512 << 20, Text: parser.Text{ZH: "一个压缩包全部解开后的大小", EN: "everything in an archive, unpacked"}}
	MaxRatio        = parser.Limit{Name: "archive-ratio", Value: 200, Text: parser.Text{ZH: "压缩包解开后是原来的多少倍", EN: "unpacked size of an archive, as a multiple of its own"}}
	MaxNesting      = parser.Limit{Name: "archive-nesting", Value: 3, Text: parser.Text{ZH: "压缩包和邮件互相套的层数", EN: "archives and mails within each other"}}
	MaxParts        = parser.Limit{Name: "mail-parts", Value: 1000, Text: parser.Text{ZH: "一封邮件的部分数（正文和附件）", EN: "parts of one mail, text and attachments"}}
)

// Limits lists them all.
func Limits() []parser.Limit {
	return []parser.Limit{MaxEntries, MaxTotalEntries, MaxEntry, MaxTotal, MaxRatio, MaxNesting, MaxParts}
}

// minRatio is how many bytes may come out whatever the ratio.
const minRatio = 10 << 20

// budget is how many bytes may come out of a file of the given size.
func budget(set parser.Limits, size int) int64 {
	return min(set.Of(MaxTotal), max(minRatio, set.Of(MaxRatio)*int64(size)))
}

// take lets n bytes come out, or says which limit they break.
func (u *unpacker) take(n uint64) *parser.Problem {
	switch {
	case n > uint64(u.limits.Of(MaxEntry)):
		return u.refuse(MaxEntry, "解压后有一个文件超过 %s，不像账单，没有读取", "one file unpacks to more than %s; this does not look like a statement and was not read")
	case n > uint64(max(u.budget, 0)) || u.budget <= 0:
		if u.whole < u.limits.Of(MaxTotal) {
			return u.refuse(MaxRatio, "解压后是原来的 %s 倍以上，不像账单，没有读取", "it unpacks to more than %s times its size; this does not look like a statement and was not read")
		}
		return u.refuse(MaxTotal, "解压后一共超过 %s，不像账单，没有读取", "more than %s come out in all; this does not look like statements and was not read")
	}
	return nil
}

// enter counts a file that is handed on, or says that there are too many.
func (u *unpacker) enter() *parser.Problem {
	if u.entries++; int64(u.entries) > u.limits.Of(MaxTotalEntries) {
		return u.refuse(MaxTotalEntries, "压缩包里的文件一共超过 %s 个，请只保留账单", "the archive holds more than %s files in all; keep the statements only")
	}
	return nil
}

func (u *unpacker) nestedTooDeep() *parser.Problem {
	return u.refuse(MaxNesting, "压缩包或邮件套了超过 %s 层，请先取出里面的文件", "archives or mails are nested more than %s deep; take the files out of them first")
}

func (u *unpacker) tooMany() *parser.Problem {
	return u.refuse(MaxEntries, "压缩包里的文件超过 %s 个，请只保留账单", "the archive has more than %s files; keep the statements only")
}

// refuse says that something is beyond l.
func (u *unpacker) refuse(l parser.Limit, zh, en string) *parser.Problem {
	l.Value = u.limits.Of(l)
	return u.limits.Refusal(l, zh, en, l.Amount())
}

// crowded tells before an archive is opened that its directory is far beyond
// the limit: each entry costs the reader ten times what it takes in the file.
func (u *unpacker) crowded(zip []byte) bool {
	const bareEntry = 46
	most := 10 * u.limits.Of(MaxTotalEntries)
	return int64(len(zip)) > most*bareEntry && int64(bytes.Count(zip, []byte("PK\x01\x02"))) > most
}
