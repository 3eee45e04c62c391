import CommandLineTools
import Evidence
import Foundation
import Glibc

/// Measures the parts of a signing request alone, on files that `scripts/bench` left: no token, no socket.
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
        name: "documents", summary: "how long documents take to be found among many",
        options: [
          Option("--folder", "DIR", "where the store is made; what is there already is not touched"),
          Option("--sizes", "N,N", "how many documents to measure with, such as 1000,100000,1000000"),
          Option("--milliseconds", "N", "how long to measure each question"),
        ],
        description: "Fills a store and prints one JSON object: microseconds for each question, at each size."),
    ],
    exitCodes: "exit codes: 0 done, 2 usage or unreadable input")

  static func main() async {
    do {
      switch try tool.parse(Array(CommandLine.arguments.dropFirst())) {
      case .help(let text): Screen.standard.print(text)
      case .run(let verb, let arguments):
        guard let milliseconds = Int64(try arguments.required("--milliseconds")), milliseconds > 0 else {
          throw arguments.misuse("--milliseconds takes a number from 1 on")
        }
        if verb.name == "documents" {
          let sizes = try arguments.required("--sizes").split(separator: ",").compactMap { Int($0) }
          let folder = URL(filePath: try arguments.required("--folder"))
          let found = try await Documents(folder: folder, sizes: sizes, milliseconds: milliseconds).measure()
          return Screen.standard.print(found)
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
}
