import Testing

@testable import Attestation

private func document(_ text: String) -> XMLElement? { StrictXML.document(Array(text.utf8)) }

@Suite struct StrictXMLTests {
  @Test func `elements, attributes, text and blanks are read`() {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <a x="1" y='2'>
      \t<b> text </b>
      \t<c/>
      \t<d  e = "f" ></d>
      </a>

      """
    let root = document(text)
    #expect(root?.name == "a")
    #expect(root?.attributes == ["x": "1", "y": "2"])
    #expect(root?["b"]?.text == "text")
    #expect(root?["c"]?.children == [])
    #expect(root?["d"]?.attributes == ["e": "f"])
    #expect(root?["x"] == nil)
  }

  @Test func `the five entities stand for their characters, in text and in attributes`() {
    let root = document("<a b='&lt;&gt;&amp;&quot;&apos;'>&lt;&gt;&amp;&quot;&apos;é</a>")
    #expect(root?.text == "<>&\"'é")
    #expect(root?.attributes["b"] == "<>&\"'")
  }

  @Test func `a name that is there twice is neither the first nor the second`() {
    let root = document("<a><b>1</b><b>2</b></a>")
    #expect(root?["b"] == nil)
    #expect(root?.repeatedNames == ["b"])
  }

  @Test(arguments: [
    "", " ", "a", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a><b></a></b>", "<a b=c/>", "<a b/>",
    "<a b='1'c='2'/>",
    "<a b='1' b='2'/>", "<a b='<'/>", "<a>&nbsp;</a>", "<a>&#65;</a>", "<a>&#x41;</a>", "<a>&lt</a>", "<a>&</a>",
    "< a/>", "<1a/>",
    "<a:b/>", "<a xmlns:b='c'/>", "<a><!-- b --></a>", "<!-- b --><a/>", "<a><![CDATA[b]]></a>", "<a><?b c?></a>",
    "<?b c?><a/>",
    "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<?xml version='1.1'?><a/>", "<?xml?><a/>",
    "<?xml version='1.0' encoding='UTF-16'?><a/>", "<?xml version='1.0' other='1'?><a/>", " <?xml version='1.0'?><a/>",
    "<a>text<b/></a>", "<a><b/>text</a>", "\u{FEFF}<a/>", "<a>\u{0}</a>", "<a>\u{1B}</a>", "<a b='1' / >",
  ])
  func `what is more than that is refused`(text: String) {
    #expect(document(text) == nil)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(StrictXML.document(Array("<a>".utf8) + [0xC3, 0x28] + Array("</a>".utf8)) == nil)
    #expect(StrictXML.document(Array("<a>".utf8) + [0xC0, 0xBC] + Array("</a>".utf8)) == nil)
  }

  @Test func `depth, elements and size are bounded`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(document(nested(StrictXML.deepest)) != nil)
    #expect(document(nested(StrictXML.deepest + 1)) == nil)
    #expect(document(String(repeating: "<a>", count: 80_000)) == nil)
    func wide(_ count: Int) -> String { "<a>" + String(repeating: "<b/>", count: count) + "</a>" }
    #expect(document(wide(StrictXML.mostElements - 1)) != nil)
    #expect(document(wide(StrictXML.mostElements)) == nil)
    #expect(document("<a>" + String(repeating: "x", count: StrictXML.mostBytes) + "</a>") == nil)
  }

  @Test func `an entity bomb is refused before it is any`() {
    let bomb = """
      <?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <private_key creation="generated"><label>&b;</label></private_key>
      """
    #expect(document(bomb) == nil)
  }
}
