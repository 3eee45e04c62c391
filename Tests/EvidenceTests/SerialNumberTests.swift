import Evidence
import Testing

@Suite struct SerialNumberTests {
  @Test func `one number has one spelling`() throws {
    let serial = try #require(SerialNumber(hex: "00AB01"))
    #expect(serial.hex == "ab01")
    #expect(serial == SerialNumber(magnitude: [0xAB, 1]))
  }

  @Test(arguments: [
    "", "00", "0", "xy", "8000000000000000000000000000000000000000", String(repeating: "11", count: 21),
  ])
  func `zero, 160 bits and non-numbers are refused`(text: String) {
    #expect(SerialNumber(hex: text) == nil)
  }

  @Test func `159 bits are taken`() {
    #expect(SerialNumber(hex: "7fffffffffffffffffffffffffffffffffffffff")?.magnitude.count == 20)
  }
}

@Suite struct DecisionIDTests {
  @Test func `random ids differ and read back`() {
    let id = DecisionID.random()
    #expect(id != DecisionID.random())
    #expect(DecisionID(id.text) == id)
  }

  @Test(arguments: ["", "ab", "ABABABABABABABABABABABABABABABAB", "abababababababababababababababab00"])
  func `another spelling is refused`(text: String) {
    #expect(DecisionID(text) == nil)
  }
}
