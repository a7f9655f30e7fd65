import Foundation
import Market
import Money
import Scripting
import Testing
import Trading

@testable import Worker

@Suite("Messages")
struct MessageTests {
  static func bytes(_ value: some MessageValue) -> [UInt8] {
    var writer = MessageWriter()
    writer.put(value)
    return writer.bytes
  }

  private func decoded(_ bytes: [UInt8]) -> Result<WorkerMessage?, MessageFlaw> {
    bytes.withUnsafeBytes { buffer in
      do throws(MessageFlaw) {
        return .success(try WorkerMessage.decode(buffer))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test("of a worker survive the way there and back", arguments: MessageSamples.worker.indices)
  func workerMessages(index: Int) throws {
    let sample = Self.bytes(MessageSamples.worker[index])
    let message = try #require(try decoded(sample).get())
    #expect(Self.bytes(message) == sample)
    #expect("\(message)" == "\(MessageSamples.worker[index])")
  }

  @Test("of the engine survive the way there and back", arguments: MessageSamples.parent.indices)
  func parentMessages(index: Int) throws {
    let sample = Self.bytes(MessageSamples.parent[index])
    let message = try sample.withUnsafeBytes { buffer throws(MessageFlaw) -> ParentMessage in
      var reader = MessageReader(buffer)
      let message: ParentMessage = try reader.value()
      try reader.finish()
      return message
    }
    #expect(Self.bytes(message) == sample)
  }

  @Test("that are cut are refused, wherever they are cut", arguments: MessageSamples.worker.indices)
  func truncations(index: Int) {
    let sample = Self.bytes(MessageSamples.worker[index])
    for count in 0..<sample.count {
      guard case .failure = decoded(Array(sample[..<count])) else {
        Issue.record("\(count) of \(sample.count) bytes were taken for a message")
        continue
      }
    }
  }

  @Test(
    "that are mutated are refused, or are another message exactly; nothing traps",
    arguments: 1...8)
  func mutations(seed: UInt64) {
    var dice = Dice(seed: seed)
    let samples = MessageSamples.worker.map { Self.bytes($0) }
    var accepted = 0
    for round in 0..<20_000 {
      let bytes = mutated(samples[Int(dice.next(below: UInt64(samples.count)))], &dice)
      guard case .success(let message) = decoded(bytes) else { continue }
      accepted += 1
      let again = message.map { Self.bytes($0) } ?? [WorkerMessage.quiet]
      if again != bytes {
        Issue.record("seed \(seed), round \(round): not the only form: \(bytes)")
        return
      }
    }
    // Numbers take any value, so some mutations are messages.
    #expect(accepted > 100 && accepted < 15_000, "seed \(seed): \(accepted) accepted")
  }

  private func mutated(_ sample: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var bytes = sample
    for _ in 0...dice.next(below: 4) {
      let place = bytes.isEmpty ? 0 : Int(dice.next(below: UInt64(bytes.count)))
      switch dice.next(below: 6) {
      case 0 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
      case 1 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(dice.next(below: 8))
      case 2 where !bytes.isEmpty: bytes.remove(at: place)
      case 3: bytes.insert(UInt8(truncatingIfNeeded: dice.next()), at: place)
      case 4: bytes = Array(bytes.prefix(place))
      default:
        let extremes: [UInt8] = [0x00, 0x7F, 0x80, 0xFF]
        for offset in 0..<8 where place + offset < bytes.count {
          bytes[place + offset] = extremes[Int(dice.next(below: 4))]
        }
      }
    }
    return bytes
  }

  @Test("of noise are refused; nothing traps", arguments: 1...4)
  func noise(seed: UInt64) {
    var dice = Dice(seed: seed &+ 1_000)
    for _ in 0..<20_000 {
      let count = Int(dice.next(below: 300))
      var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      if !bytes.isEmpty { bytes[0] %= 6 }
      if case .success(let message) = decoded(bytes), let message {
        #expect(Self.bytes(message) == bytes, "seed \(seed)")
      }
    }
  }

  @Test("cannot claim more elements than they have bytes")
  func counts() {
    // A list of four thousand million outputs in a message of a few bytes.
    #expect(decoded([3, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0]).isFailure)
    #expect(decoded([3, 0, 0x00, 0x40, 0x00, 0x00, 0]).isFailure)
  }

  @Test("cut long texts between characters")
  func cuts() {
    var writer = MessageWriter()
    writer.put("aé€x", atMost: 5)
    #expect(writer.bytes == [3, 0, 0, 0] + Array("aé".utf8))
  }
}

extension Result {
  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
