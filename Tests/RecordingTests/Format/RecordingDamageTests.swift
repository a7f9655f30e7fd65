import Foundation
import Market
import Recording
import TestSupport
import Testing

@Suite("Damaged recordings")
struct RecordingDamageTests {
  /// A small recording of several blocks: its bytes, its ticks, and where its blocks begin.
  private static func small(_ width: RecordWidth, in folder: TemporaryFolder) throws -> (
    bytes: [UInt8], ticks: [Tick]
  ) {
    var generator = SplitMix64(seed: 7)
    let (ticks, table) = Sample.ticks(11, width: width, using: &generator)
    let path = folder.path + "/small.ticks"
    try Sample.record(ticks, of: table, to: path, flushEvery: 4, width: width)
    return (try FileBytes.read(path), ticks)
  }

  private static func table() -> SymbolRegistry {
    var generator = SplitMix64(seed: 0)
    return SymbolRegistry(declared: Sample.ticks(0, using: &generator).table)
  }

  @Test(
    "cut at any byte, a recording gives a clean prefix, says so, and can be repaired",
    arguments: RecordWidth.allCases)
  func everyTruncation(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let (bytes, ticks) = try Self.small(width, in: folder)
    var prefixes: Set<Int> = []
    for length in 0..<bytes.count {
      let path = try folder.file(Array(bytes[..<length]), named: "cut.ticks")
      let reading = Reading([path], registry: Self.table())
      guard length >= width.bytes else {
        #expect(reading.error?.exitCode == 65, "cut at \(length)")
        continue
      }
      #expect(reading.error == nil, "cut at \(length)")
      #expect(reading.ticks == Array(ticks[..<reading.ticks.count]), "cut at \(length)")
      prefixes.insert(reading.ticks.count)
      let damage = try RecordingRepair.cutTail(of: path)
      #expect(reading.counts.damage == (damage.map { [$0] } ?? []), "cut at \(length)")
      #expect(damage?.isTail ?? true)
      let isBlockBoundary = damage == nil
      #expect(!isBlockBoundary || length % width.bytes == 0, "cut at \(length)")
      let repaired = Reading([path], registry: Self.table())
      #expect(repaired.ticks == reading.ticks, "cut at \(length)")
      #expect(repaired.counts.damage.isEmpty, "cut at \(length)")
    }
    #expect(prefixes == [0, 4, 8])
  }

  @Test("a writer cuts a torn tail and goes on, whatever was torn", arguments: RecordWidth.allCases)
  func appendingAfterTruncation(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let (bytes, ticks) = try Self.small(width, in: folder)
    let registry = Self.table()
    for length in stride(from: width.bytes, to: bytes.count, by: 37) {
      let path = try folder.file(Array(bytes[..<length]), named: "cut.ticks")
      let kept = Reading([path], registry: Self.table()).ticks.count
      let writer = try RecordingWriter(appendingTo: path)
      #expect(writer.tickCount == Int64(kept))
      for tick in ticks[kept...] { try writer.append(tick, of: registry.table) }
      try writer.close()
      let reading = Reading([path], registry: Self.table())
      #expect(reading.ticks == ticks, "cut at \(length)")
      #expect(reading.counts.damage.isEmpty)
    }
  }

  @Test(
    "every flipped bit is noticed, and what comes before it is untouched",
    arguments: RecordWidth.allCases)
  func everyBitFlip(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let (bytes, ticks) = try Self.small(width, in: folder)
    let path = try folder.file(bytes, named: "flip.ticks")
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    for bit in 0..<bytes.count * 8 {
      try file.seek(toOffset: UInt64(bit / 8))
      try file.write(contentsOf: Data([bytes[bit / 8] ^ (1 << UInt8(bit % 8))]))
      let reading = Reading([path], registry: Self.table(), batch: 32)
      let isNoticed = reading.error != nil || !reading.counts.damage.isEmpty
      let isPrefix = reading.ticks == Array(ticks.prefix(reading.ticks.count))
      if !isNoticed || !isPrefix { Issue.record("bit \(bit): \(isNoticed) \(isPrefix)") }
      try file.seek(toOffset: UInt64(bit / 8))
      try file.write(contentsOf: Data([bytes[bit / 8]]))
    }
    #expect(Reading([path], registry: Self.table()).ticks == ticks)
  }

  @Test(
    "damage before the tail is an error that names its byte, and repair leaves it alone",
    arguments: RecordWidth.allCases)
  func middle(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    var (bytes, ticks) = try Self.small(width, in: folder)
    // Block 0 begins behind the file header; its own header says how many records follow.
    let secondBlock = width.bytes * (2 + Int(bytes[width.bytes + 14]))
    bytes[secondBlock + 100] ^= 1
    let path = try folder.file(bytes, named: "middle.ticks")
    let reading = Reading([path], registry: Self.table())
    let error = try #require(reading.error)
    #expect(error.exitCode == 65)
    #expect(error.place == .byte(secondBlock))
    #expect(reading.ticks == Array(ticks[..<4]), "the ticks before it are delivered")
    #expect(reading.counts.damage.map(\.isTail) == [false])
    #expect(throws: RecordingError.self) { try RecordingRepair.cutTail(of: path) }
    #expect(try FileBytes.read(path) == bytes)
  }

  @Test(
    "zeros and garbage behind the last block are a damaged tail",
    arguments: [1, 47, 48, 79, 80, 4_096],
    RecordWidth.allCases)
  func trailing(count: Int, width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let (bytes, ticks) = try Self.small(width, in: folder)
    for byte in [0, 66, 255] as [UInt8] {
      let path = try folder.file(
        bytes + [UInt8](repeating: byte, count: count), named: "long.ticks")
      #expect(Reading([path], registry: Self.table()).ticks == ticks)
      let damage = try #require(try RecordingRepair.cutTail(of: path))
      #expect(damage.offset == bytes.count)
      #expect(damage.byteCount == count)
      #expect(try FileBytes.read(path) == bytes)
    }
  }

  @Test(
    "blocks in another order, twice, or from another file are damage",
    arguments: RecordWidth.allCases)
  func shuffledBlocks(_ width: RecordWidth) throws {
    let folder = try TemporaryFolder()
    let (bytes, _) = try Self.small(width, in: folder)
    var starts = [width.bytes]
    while let last = starts.last, last < bytes.count {
      starts.append(last + width.bytes * (1 + Int(bytes[last + 14])))
    }
    let blocks = zip(starts, starts.dropFirst()).map { bytes[$0..<$1] }
    #expect(blocks.count == 3)
    for order in [[1, 0, 2], [0, 2], [0, 0, 1, 2], [0, 1, 1, 2]] {
      let shuffled = Array(bytes[..<width.bytes]) + order.flatMap { blocks[$0] }
      let path = try folder.file(shuffled, named: "shuffled.ticks")
      #expect(Reading([path]).error?.exitCode == 65, "\(order)")
    }
  }

  @Test(
    "mutated recordings are read or refused, never a trap", arguments: 0..<50 as Range<UInt64>,
    RecordWidth.allCases)
  func mutations(seed: UInt64, width: RecordWidth) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let (bytes, ticks) = try Self.small(width, in: folder)
    for round in 0..<100 {
      var mutated = bytes
      for _ in 0...Int.random(in: 0..<4, using: &generator) where !mutated.isEmpty {
        let position = Int.random(in: 0..<mutated.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: mutated[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: mutated.removeSubrange(position..<min(position + width.bytes, mutated.count))
        case 2: mutated.insert(contentsOf: mutated[position...].prefix(width.bytes), at: position)
        default: mutated.removeLast(min(mutated.count - 1, position))
        }
      }
      // Half of the time the checksums are made right again, so that the content is looked at.
      if Bool.random(using: &generator) { RecordingSeal.renew(&mutated) }
      let path = try folder.file(mutated, named: "mutated.ticks")
      let reading = Reading([path], registry: Self.table())
      let isNoticed = reading.error != nil || !reading.counts.damage.isEmpty
      let isPrefix = reading.ticks == Array(ticks.prefix(reading.ticks.count))
      let hasNewContent = RecordingSeal.isSealed(mutated)
      #expect(isNoticed || isPrefix || hasNewContent, "seed \(seed), round \(round)")
      let reader = try? RecordingReader(path)
      while let reader, let entry = try? reader.next() { _ = entry }
      _ = try? RecordingRepair.cutTail(of: path)
    }
  }
}
