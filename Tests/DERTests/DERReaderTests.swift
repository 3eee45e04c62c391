import DER
import TestSupport
import Testing

/// One defect of encoding: what is read, from which bytes, and the rule that must be named.
private struct Defect: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let hex: String
  let problem: DERError.Problem

  init(_ claim: String, _ hex: String, _ problem: DERError.Problem) {
    testDescription = claim
    self.hex = hex
    self.problem = problem
  }
}

private func problem<Value>(
  _ hex: String, _ body: (inout DERReader) throws(DERError) -> Value
) -> DERError.Problem? {
  do throws(DERError) {
    _ = try DERReader.decode(hexBytes(hex)[...], body)
    return nil
  } catch {
    return error.problem
  }
}

@Suite struct DERReaderTests {
  @Test(arguments: [
    Defect("nothing at all", "", .truncated),
    Defect("a tag without length", "04", .truncated),
    Defect("content cut off", "0403 0102", .truncated),
    Defect("a length cut off", "0482 01", .truncated),
    Defect("a byte behind the value", "0401 00 00", .trailingBytes),
    Defect("an indefinite length", "3080 0000", .indefiniteLength),
    Defect("a long length for a short content", "048101 00", .nonMinimalLength),
    Defect("a length with a leading zero", "04820080", .nonMinimalLength),
    Defect("a length of five octets", "0485 0100000000", .tooLarge),
    Defect("a short tag number in long form", "1F04 00", .nonMinimalTag),
    Defect("a tag number with a leading zero digit", "1F8020 00", .nonMinimalTag),
    Defect("a tag number above 32 bits", "1FFFFFFFFF7F 00", .nonMinimalTag),
    Defect("a padded positive integer", "0202 0001", .nonMinimalInteger),
    Defect("a padded negative integer", "0202 FF80", .nonMinimalInteger),
    Defect("an empty integer", "0200", .nonMinimalInteger),
    Defect("a padded enumeration", "0A02 0001", .nonMinimalInteger),
    Defect("TRUE as 01", "0101 01", .badBoolean),
    Defect("a boolean of two bytes", "0102 FFFF", .badBoolean),
    Defect("NULL with content", "0501 00", .badNull),
    Defect("a bit string without its count", "0300", .badBitString),
    Defect("eight unused bits", "0302 0800", .badBitString),
    Defect("unused bits without bytes", "0301 01", .badBitString),
    Defect("an unused bit that is set", "0302 0101", .badBitString),
    Defect("an empty identifier", "0600", .badObjectIdentifier),
    Defect("a padded arc", "0603 2A8001", .badObjectIdentifier),
    Defect("an arc cut off", "0602 2A81", .badObjectIdentifier),
    Defect("a UTF8String that is no UTF-8", "0C01 FF", .badString),
    Defect("an overlong UTF-8 form", "0C02 C080", .badString),
    Defect("a PrintableString with @", "1301 40", .badString),
    Defect("an IA5String beyond ASCII", "1601 80", .badString),
    Defect("a BMPString of odd length", "1E01 41", .badString),
    Defect("a BMPString with a surrogate", "1E02 D800", .badString),
    Defect("a set out of order", "3106 020102 020101", .unsortedSet),
    Defect("a set with tags out of order", "3106 040100 020100", .unsortedSet),
    Defect("a constructed string", "2403 040100", .unexpectedTag),
    Defect("a primitive sequence", "1000", .unexpectedTag),
    Defect("an end of contents", "0000", .unexpectedTag),
    Defect("a defect deep inside", "3007 3005 A003 0101 01", .badBoolean),
  ])
  fileprivate func `an encoding that is not distinguished is refused and named`(_ defect: Defect) {
    #expect(problem(defect.hex) { reader throws(DERError) in try reader.any() } == defect.problem)
  }

  @Test(arguments: [
    "0500", "0101FF", "010100", "020100", "02017F", "02020080", "0201FF", "0202FF7F", "0301 00", "0302 0780",
    "0400", "0603 2A0304", "0C03 E282AC", "1303 613D3F", "1402 41E9", "1E02 20AC", "1C04 0001F600", "3000", "3100",
    "3106 020101 020102", "3106 020101 020101", "A003 020101", "8001 AA", "1F20 00", "5F8100 00",
  ])
  func `distinguished encodings are taken as they are`(_ hex: String) throws {
    let bytes = hexBytes(hex)
    #expect(try DERReader.decode(bytes[...]) { reader throws(DERError) in try reader.any() } == bytes)
  }

  @Test func `nesting beyond the limit is refused and up to it is taken`() {
    func nested(_ levels: Int) -> [UInt8] {
      (0..<levels).reduce([0x05, 0x00]) { inner, _ in [0x30, UInt8(inner.count)] + inner }
    }
    let limits = DERLimits(maximumBytes: 100, maximumDepth: 8)
    func read(_ bytes: [UInt8]) -> DERError.Problem? {
      do throws(DERError) {
        _ = try DERReader.decode(bytes[...], limits: limits) { reader throws(DERError) in try reader.any() }
        return nil
      } catch { return error.problem }
    }
    #expect(read(nested(8)) == nil)
    #expect(read(nested(9)) == .tooDeep)
    #expect(read([UInt8](repeating: 0, count: 101)) == .tooLarge)
  }

  @Test func `an error tells the path and the offset`() {
    let bytes = hexBytes("3009 3003 020105 0102 FFFF")
    do throws(DERError) {
      _ = try DERReader.decode(bytes[...]) { reader throws(DERError) in
        try reader.field("outer") { reader throws(DERError) in
          try reader.sequence { reader throws(DERError) in
            _ = try reader.sequence(atLeast: 1) { r throws(DERError) in try r.integer() }
            return try reader.field("flag") { r throws(DERError) in try r.boolean() }
          }
        }
      }
      Issue.record("the boolean of two bytes was taken")
    } catch {
      #expect(error.path == ["outer", "flag"])
      #expect(error.offset == 7)
      #expect("\(error)" == "outer.flag, offset 7: found another content, required one byte, 00 or FF")
    }
  }

  @Test func `offsets count from the start of the whole input, also in nested values`() {
    let bytes = hexBytes("3006 3004 0201 05 00")
    #expect(
      throws: DERError(
        .truncated, found: "the end", required: "one more byte", offset: 8)
    ) { try DERReader.decode(bytes[...]) { reader throws(DERError) in try reader.any() } }
  }

  @Test func `bytes left in a structure are an error even where nobody looks at them`() {
    let found = problem("3006 020101 020102") { reader throws(DERError) in
      try reader.sequence { r throws(DERError) in try r.integer() }
    }
    #expect(found == .trailingBytes)
  }

  @Test func `the default of a boolean must not be written`() {
    func read(_ hex: String) -> DERError.Problem? {
      problem(hex) { reader throws(DERError) in
        try reader.sequence { r throws(DERError) in try r.booleanDefaultFalse() }
      }
    }
    #expect(read("3000") == nil)
    #expect(read("3003 0101FF") == nil)
    #expect(read("3003 010100") == .defaultValueEncoded)
  }

  @Test func `a set is refused where its order is wrong and a sequence where it is too short`() {
    let setProblem = problem("3106 020102 020101") { reader throws(DERError) in
      try reader.set(atLeast: 1) { r throws(DERError) in try r.integer() }
    }
    #expect(setProblem == .unsortedSet)
    let emptyProblem = problem("3000") { reader throws(DERError) in
      try reader.sequence(atLeast: 1) { r throws(DERError) in try r.integer() }
    }
    #expect(emptyProblem == .constraint)
  }

  @Test(arguments: [
    ("020100", 0), ("02017F", 127), ("02020080", 128), ("0201FF", -1), ("020180", -128), ("0202FF7F", -129),
    ("02087FFFFFFFFFFFFFFF", Int64.max), ("02088000000000000000", Int64.min),
  ])
  func `integers keep their sign and value both ways`(_ hex: String, _ value: Int64) throws {
    let read = try DERReader.decode(hexBytes(hex)[...]) { r throws(DERError) in try r.integer() }
    #expect(read == value)
    var writer = DERWriter()
    writer.integer(value)
    #expect(writer.bytes == hexBytes(hex))
  }

  @Test func `an integer beyond its range is refused`() {
    #expect(problem("0209 010000000000000000") { r throws(DERError) in try r.integer() } == .integerOutOfRange)
    #expect(problem("0201 FF") { r throws(DERError) in try r.nonNegativeInteger() } == .integerOutOfRange)
    #expect(problem("0201 80") { r throws(DERError) in try r.unsignedInteger() } == .integerOutOfRange)
  }

  @Test func `a tag that is not the expected one is refused`() {
    #expect(problem("0500") { r throws(DERError) in try r.integer() } == .unexpectedTag)
    #expect(problem("2203 020105") { r throws(DERError) in try r.integer() } == .unexpectedTag)
  }
}
