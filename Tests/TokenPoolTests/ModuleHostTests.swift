import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct ModuleHostTests {
  @Test func `a module under two names is one module`() throws {
    let softHSM = try SoftHSM.shared()
    let link = "\(softHSM.folder)/linked.so"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: SoftHSM.modulePath)
    let hosts = try (ModuleHost.shared(modulePath: SoftHSM.modulePath), ModuleHost.shared(modulePath: link))
    #expect(hosts.0 === hosts.1)
  }

  @Test(arguments: [
    ("libsofthsm2.so", "cannot load the PKCS#11 module libsofthsm2.so: No such file or directory"),
    ("/etc/hostname", "cannot load the PKCS#11 module /etc/hostname: /etc/hostname: "),
  ]) func `what is no module at a path is refused with the path`(path: String, beginning: String) throws {
    let error = #expect(throws: PKCS11Error.self) { try ModuleHost.shared(modulePath: path) }
    #expect(error?.description.hasPrefix(beginning) == true, "\(error?.description ?? "no error")")
  }
}
