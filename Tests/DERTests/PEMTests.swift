import DER
import Testing

@Suite struct PEMTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `the samples of RFC 4648 section 10 hold both ways`(_ plain: String, _ base64: String) {
    #expect(Base64.encode(Array(plain.utf8)) == base64)
    #expect(Base64.decode(base64) == Array(plain.utf8))
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zg==Zg==", "Zm9v ", "Zm9\n", "Zh==", "Zm9=", "Zm-_", "Zg=a",
  ])
  func `any other spelling is refused`(_ base64: String) {
    #expect(Base64.decode(base64) == nil)
  }

  @Test func `a block is written in lines of 64 and read back`() throws {
    let block = PEM(label: "THING", bytes: (0..<100).map { UInt8($0) })
    #expect(block.text.split(separator: "\n").map(\.count) == [21, 64, 64, 8, 19])
    #expect(try PEM(block.text, label: "THING") == block)
    #expect(try PEM(block.text.replacing("\n", with: "\r\n"), label: "THING") == block)
  }

  @Test func `several blocks are read as several and refused where one is wanted`() throws {
    let text = PEM(label: "A", bytes: [1]).text + "\n" + PEM(label: "B", bytes: [2]).text
    #expect(try PEM.blocks(text).map(\.label) == ["A", "B"])
    #expect(throws: DERError.self) { try PEM(text, label: "A") }
  }

  @Test(arguments: [
    "", "AQ==", "-----BEGIN A-----\nAQ==\n", "-----BEGIN A-----\n-----END A-----\n",
    "-----BEGIN A-----\nAQ==\n-----END B-----\n",
    "junk\n-----BEGIN A-----\nAQ==\n-----END A-----\n", "-----BEGIN A-----\nAQ==\n-----END A-----\njunk\n",
    "-----BEGIN A-----\nAQ=\n-----END A-----\n", "-----BEGIN A-----\n\nAQ==\n-----END A-----\n",
    "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAQ==\n-----END A-----\n",
    "-----BEGIN B-----\nAQ==\n-----END B-----\n",
    "-----BEGIN A-----\n \(String(repeating: "AQID", count: 17))\n-----END A-----\n",
  ])
  func `text that is not exactly one block with the label is refused`(_ text: String) {
    #expect(throws: DERError.self) { try PEM(text, label: "A") }
  }
}
