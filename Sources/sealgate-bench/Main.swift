import CommandLineTools
import Evidence
import Foundation
import Glibc

/// Measures the parts of a signing request alone, on files that `scripts/bench` left: no token, no socket. And what
/// wrapped keys cost, on a token.
@main
struct Main {
  static let tool = ToolDescription(
    name: "sealgate-bench", purpose: "Measures parts of the gateway; scripts/bench runs it.",
    verbs: [
      Verb(
        name: "parts", summary: "processor time of each part of a request",
        options: [
          Option("--run", "DIR", "the folder with the bench's tokens, certificates and requests"),
          Option("--milliseconds", "N", "how long to measure each part"),
        ],
        description: "Prints one JSON object: nanoseconds of processor time for each part."),
      Verb(
        name: "remote", summary: "processor time of each part of signHash",
        options: [
          Option("--run", "DIR", "the folder with the bench's credentials"),
          Option("--milliseconds", "N", "how long to measure each part"),
        ],
        description: "Prints one JSON object: nanoseconds of processor time for each part."),
      Verb(
        name: "documents", summary: "how long documents take to be found among many",
        options: [
          Option("--folder", "DIR", "where the store is made; what is there already is not touched"),
          Option("--sizes", "N,N", "how many documents to measure with, such as 1000,100000,1000000"),
          Option("--milliseconds", "N", "how long to measure each question"),
        ],
        description: "Fills a store and prints one JSON object: microseconds for each question, at each size."),
      Verb(
        name: "neighbours", summary: "gives a gateway's wrapped credentials so many neighbours",
        options: [
          Option("--store", "FILE", "the record store of a gateway that does not run"),
          Option("--signatory", "ID", "whose wrapped credentials and passkey are copied"),
          Option("--credentials", "N", "how many to add, ten for each new signatory"),
        ],
        description: "Prints one JSON object: what was written, in how many seconds, and how large the store is."),
      Verb(
        name: "wrapped", summary: "signatures with a key on the token beside signatures with a wrapped key",
        options: [
          Option("--module", "FILE", "the PKCS#11 module"), Option("--token", "LABEL", "an initialised token"),
          Option("--pin-file", "FILE", "the user's PIN"), Option("--key", "KEY", "p256 or rsa2048"),
          Option("--milliseconds", "N", "how long to measure each way in a round"),
          Option("--rounds", "N", "how many rounds; medians are told"),
        ],
        description: "Prints one JSON object: signatures a second, and what share of the raw rate is left."),
    ],
    exitCodes: "exit codes: 0 done, 2 usage or unreadable input")

  static func main() async {
    do {
      switch try tool.parse(Array(CommandLine.arguments.dropFirst())) {
      case .tell(let text): Screen.standard.print(text)
      case .run(let verb, let arguments):
        if verb.name == "neighbours" { return try await addNeighbours(arguments) }
        guard let milliseconds = Int64(try arguments.required("--milliseconds")), milliseconds > 0 else {
          throw arguments.misuse("--milliseconds takes a number from 1 on")
        }
        if verb.name == "documents" {
          let sizes = try arguments.required("--sizes").split(separator: ",").compactMap { Int($0) }
          let folder = URL(filePath: try arguments.required("--folder"))
          let found = try await Documents(folder: folder, sizes: sizes, milliseconds: milliseconds).measure()
          return Screen.standard.print(found)
        }
        if verb.name == "wrapped" { return try await measureWrapped(arguments, milliseconds) }
        if verb.name == "remote" {
          let bench = RemoteParts(folder: try arguments.required("--run"), milliseconds: milliseconds)
          let parts = try await bench.measure()
          return Screen.standard.print(JSONValue.object(parts.mapValues { .integer($0) }))
        }
        let sample = try Sample(folder: try arguments.required("--run"))
        let parts = try await Parts(sample: sample, milliseconds: milliseconds).measure()
        Screen.standard.print(JSONValue.object(parts.mapValues { .integer($0) }))
      }
    } catch {
      Screen.standard.complain("sealgate-bench: \(error)")
      exit(2)
    }
  }

  private static func addNeighbours(_ arguments: Arguments) async throws {
    guard let count = Int(try arguments.required("--credentials")), count > 0, count % Neighbours.perSignatory == 0
    else {
      throw arguments.misuse("--credentials takes a multiple of \(Neighbours.perSignatory)")
    }
    let path = try arguments.required("--store")
    let neighbours = Neighbours(path: path, signatory: try arguments.required("--signatory"), credentials: count)
    Screen.standard.print(try await neighbours.fill())
  }

  private static func measureWrapped(_ arguments: Arguments, _ milliseconds: Int64) async throws {
    let name = try arguments.required("--key")
    guard let key = WrappedKeys.Key.all.first(where: { $0.name == name }) else {
      throw arguments.misuse("--key takes p256 or rsa2048")
    }
    guard let rounds = Int(try arguments.required("--rounds")), (1...99).contains(rounds) else {
      throw arguments.misuse("--rounds takes a number from 1 to 99")
    }
    let bench = WrappedKeys(
      module: try arguments.required("--module"), token: try arguments.required("--token"),
      pinFile: try arguments.required("--pin-file"), milliseconds: milliseconds, rounds: rounds)
    let rates = try await bench.measure(key)
    Screen.standard.print(JSONValue.object(rates.mapValues { .integer($0) }))
  }
}
