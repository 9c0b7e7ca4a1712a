package browsertest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/textproto"
	"testing"
)

// Form is a form with files as a browser sends it, and its type: each field is a
// name, the name of a file or "", and the content.
func Form(t testing.TB, fields ...[3]string) (body io.Reader, kind string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range fields {
		disposition := `form-data; name="` + f[0] + `"`
		if f[1] != "" {
			disposition += `; filename="` + f[1] + `"`
		}
		w, err := m.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, f[2])
	}
	m.Close()
	return &b, m.FormDataContentType()
}
