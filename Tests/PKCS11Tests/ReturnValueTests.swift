import Foundation
import PKCS11
import Testing

@Suite struct ReturnValueTests {
  /// The names and numbers of the header that the binding is compiled with.
  private static let header: [(name: String, code: UInt)] = {
    let text = (try? String(contentsOfFile: "/usr/include/p11-kit-1/p11-kit/pkcs11.h", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: { " \t".contains($0) })
      guard words.count >= 3, words[0] == "#define", words[1].hasPrefix("CKR_"), words[2].hasPrefix("(0x"),
        let code = UInt(words[2].dropFirst(3).prefix { $0.isHexDigit }, radix: 16), code < 0x8000_0000
      else { return nil }
      return (String(words[1]), code)
    }
  }()

  @Test func `every code of the header bears its name`() {
    #expect(Self.header.count > 80)
    for (name, code) in Self.header {
      let number = "0x" + String(code, radix: 16, uppercase: true)
      #expect(ReturnValue(rawValue: code).description == "\(name) (\(number))")
    }
  }

  @Test func `codes that nobody named survive as numbers`() {
    #expect(ReturnValue(rawValue: 0x999).description == "unknown code 0x999")
    #expect(ReturnValue(rawValue: 0x8000_0001).description == "vendor-defined 0x80000001")
    #expect(ReturnValue(rawValue: .max).description == "vendor-defined 0xFFFFFFFFFFFFFFFF")
  }

  @Test func `an error names function and code, and hints where a hint helps`() {
    #expect(
      PKCS11Error.failed(function: "C_Login", code: .pinIncorrect).description
        == "C_Login returned CKR_PIN_INCORRECT (0xA0); "
        + "check the PIN file; the PIN is not tried again, since tokens count wrong PINs")
    #expect(
      PKCS11Error.failed(function: "C_Sign", code: .generalError).description
        == "C_Sign returned CKR_GENERAL_ERROR (0x5)")
  }
}
