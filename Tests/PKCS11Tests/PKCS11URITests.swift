import PKCS11
import TestSupport
import Testing

@Suite struct PKCS11URITests {
  /// What the error says, or nil where there was none.
  private func problem(_ text: String) -> String? {
    do throws(PKCS11Error) {
      _ = try PKCS11URI(text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `every attribute is read, in any order and percent-decoded`() throws {
    let uri = try PKCS11URI(
      "pkcs11:object=Issuing%20CA;id=%00%fF%3b;type=private;serial=0a1b;model=SoftHSM%20v2;"
        + "manufacturer=SoftHSM%20project;token=K%C3%A4se%3B%3d;slot-id=42?pin-source=file:/run/pin%20file")
    #expect(uri.token == "Käse;=")
    #expect(uri.manufacturer == "SoftHSM project")
    #expect(uri.model == "SoftHSM v2")
    #expect(uri.serial == "0a1b")
    #expect(uri.slotID == 42)
    #expect(uri.object == "Issuing CA")
    #expect(uri.id == [0x00, 0xFF, 0x3B])
    #expect(uri.type == "private")
    #expect(uri.pinFile == "/run/pin file")
    #expect("\(uri)" == uri.text)
  }

  @Test(arguments: ["file:/etc/pin", "file:///etc/pin", "/etc/pin", "%2Fetc%2Fpin"])
  func `a file can be named in each spelling`(source: String) throws {
    #expect(try PKCS11URI("pkcs11:token=a?pin-source=\(source)").pinFile == "/etc/pin")
  }

  @Test func `a value may hold an equals sign, and may be empty`() throws {
    #expect(try PKCS11URI("pkcs11:token=a=b").token == "a=b")
    #expect(try PKCS11URI("pkcs11:token=a;object=").object == "")
    #expect(try PKCS11URI("pkcs11:serial=1;id=").id == [])
  }

  @Test(arguments: [
    ("token=a", "PKCS#11 URI token=a: must begin with pkcs11:"),
    ("pkcs11:", "PKCS#11 URI pkcs11:: names no token: add token=, serial=, model=, manufacturer= or slot-id="),
    (
      "pkcs11:object=key",
      "PKCS#11 URI pkcs11:object=key: names no token: add token=, serial=, model=, manufacturer= or slot-id="
    ),
    (
      "pkcs11:tokn=a",
      "PKCS#11 URI pkcs11:tokn=a: tokn is not taken here; "
        + "known: id, manufacturer, model, object, serial, slot-id, token, type"
    ),
    (
      "pkcs11:token=a?module-path=/x.so",
      "PKCS#11 URI pkcs11:token=a?module-path=/x.so: module-path is not taken here; known: pin-source"
    ),
    ("pkcs11:token=a;token=b", "PKCS#11 URI pkcs11:token=a;token=b: token is given twice"),
    ("pkcs11:token", "PKCS#11 URI pkcs11:token: token has no value"),
    ("pkcs11:token=%2", "PKCS#11 URI pkcs11:token=%2: token has a wrong percent-encoding"),
    ("pkcs11:token=%+1", "PKCS#11 URI pkcs11:token=%+1: token has a wrong percent-encoding"),
    ("pkcs11:token=%GG", "PKCS#11 URI pkcs11:token=%GG: token has a wrong percent-encoding"),
    ("pkcs11:token=%FF", "PKCS#11 URI pkcs11:token=%FF: token is not UTF-8"),
    ("pkcs11:slot-id=+5", "PKCS#11 URI pkcs11:slot-id=+5: slot-id must be a number"),
    ("pkcs11:slot-id=", "PKCS#11 URI pkcs11:slot-id=: slot-id must be a number"),
    (
      "pkcs11:slot-id=99999999999999999999",
      "PKCS#11 URI pkcs11:slot-id=99999999999999999999: slot-id must be a number"
    ),
  ]) func `what cannot be read is refused by name`(text: String, expected: String) {
    #expect(problem(text) == expected)
  }

  @Test(arguments: ["|cat%20/pin", "%7Ccat", "pin.txt", "file:pin.txt", "file:", "file://host/pin", "https://x/pin"])
  func `a PIN source is a file with an absolute path, never a command`(source: String) {
    let text = "pkcs11:token=a?pin-source=\(source)"
    #expect(
      problem(text) == "PKCS#11 URI \(text): pin-source must be a file with an absolute path; commands are not run")
  }

  @Test(arguments: [
    "pkcs11:token=a?pin-value=1234", "pkcs11:token=a;pin-value=1234", "pkcs11:colour=red;token=a?pin-value=1234",
    "pkcs11:token=a?PIN-Value=1234", "token=a?pin-value=1234",
  ]) func `a PIN in the URI is refused and repeated in no message`(text: String) {
    #expect(
      problem(text)
        == "PKCS#11 URI with a pin-value: pin-value is refused: a PIN belongs in a file; use pin-source=file:PATH")
  }
}

@Suite struct TokenChoiceTests {
  private func module(_ order: (StubModule) -> Void) throws -> Module {
    let stub = try StubModule()
    order(stub)
    let module = try Module(path: stub.path)
    try module.initialize()
    return module
  }

  private func problem(_ module: Module, _ uri: String) throws -> String? {
    let uri = try PKCS11URI(uri)
    do throws(PKCS11Error) {
      _ = try module.token(uri)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `a token is chosen by each of its attributes`() throws {
    let module = try module { $0.set("slots", 2) }
    for uri in ["token=two", "serial=0002", "slot-id=1", "manufacturer=Stub;model=Model;token=two"] {
      #expect(try module.token(PKCS11URI("pkcs11:\(uri)")).serial == "0002")
    }
  }

  @Test func `a token that is not there is an error that names those that are`() throws {
    let module = try module { $0.set("slots", 2) }
    #expect(
      try problem(module, "pkcs11:token=three")
        == "token pkcs11:token=three: not found; tokens seen: one (serial 0001), two (serial 0002)")
    #expect(try problem(module, "pkcs11:token=one;serial=0002")?.contains("not found") == true)
  }

  @Test func `where there is none, the error says so`() throws {
    let module = try module { $0.set("slots", 0) }
    #expect(try problem(module, "pkcs11:token=one") == "token pkcs11:token=one: not found; tokens seen: none")
  }

  @Test func `a label that two tokens have is refused until the serial is added`() throws {
    let module = try module {
      $0.set("slots", 2)
      $0.set("same label")
    }
    #expect(
      try problem(module, "pkcs11:token=one")
        == "token pkcs11:token=one: fits 2 tokens; add the serial to the URI; "
        + "tokens seen: one (serial 0001), one (serial 0002)")
    #expect(try module.token(PKCS11URI("pkcs11:token=one;serial=0002")).slot.rawValue == 1)
  }

  @Test func `a token that cannot be read does not hide the others, and is named`() throws {
    let module = try module {
      $0.set("slots", 2)
      $0.set("broken slot", 0)
    }
    #expect(try module.token(PKCS11URI("pkcs11:token=two")).serial == "0002")
    #expect(
      try problem(module, "pkcs11:token=one")
        == "token pkcs11:token=one: not found; tokens seen: "
        + "unreadable in slot 0 (C_GetTokenInfo returned CKR_GENERAL_ERROR (0x5)), two (serial 0002)")
  }
}
