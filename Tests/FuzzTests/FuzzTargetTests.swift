import DocumentTargets
import FuzzSupport
import GateTargets
import GatewayTargets
import SyntaxTargets
import Testing

/// What libFuzzer runs for hours, for a moment: `scripts/fuzz` is the long form.
@Suite struct FuzzTargetTests {
  static let targets = Syntax.all + Gates.all + DocumentReaders.all + GatewayReaders.all

  @Test(arguments: targets) func `every input that was kept is read without a broken promise`(
    _ target: FuzzTarget
  ) throws {
    let inputs = try Corpus.inputs(target.name)
    #expect(!inputs.isEmpty)
    var taken = 0
    for input in inputs where try target.read(input) { taken += 1 }
    // A corpus of refusals alone would say nothing about what is taken.
    #expect(taken > 0)
  }

  @Test(arguments: targets) func `inputs changed at random are read without a broken promise`(
    _ target: FuzzTarget
  ) throws {
    let inputs = try Corpus.inputs(target.name)
    var mutator = Mutator(seed: 2026)
    for _ in 0..<2000 {
      let input = mutator.change(inputs[mutator.below(inputs.count)], with: inputs[mutator.below(inputs.count)])
      do { _ = try target.read(input) } catch {
        Issue.record("\(error); input \(input.map { String($0, radix: 16) }.joined(separator: " "))")
      }
    }
  }
}
