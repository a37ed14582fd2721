# The block of C of a Markdown file that defines the function WANTED_stream.
/^```c$/ { inside = 1; text = ""; next }
/^```$/ && inside {
	inside = 0
	if (text ~ "\n" wanted "_stream\\(") {
		printf "%s", text
		found = 1
	}
	next
}
inside { text = text $0 "\n" }
END { exit !found }
