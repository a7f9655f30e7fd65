import Foundation
import GRDB
import Market
import PowerCut
import TestSupport
import Testing
import Trading

@testable import Journal

/// They share the one recording of what is written.
@Suite("A journal and its disk", .serialized)
struct PowerCutTests {
  /// A journal's life as a recording: its steps, and how many orders had been committed at each.
  private struct Life {
    var before: [String: [UInt8]] = [:]
    var steps: [DiskImage.Step] = []
    /// For each commit, oldest first: how many steps there were when it returned, and the last order in it.
    var commits: [(steps: Int, order: Int64)] = []
  }

  /// How many images are built: 150, or 1,500 in `scripts/nightly`.
  private static var images: UInt64 {
    ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] == nil ? 150 : 1_500
  }

  /// Lets a journal live; commits of one to six events, now and then a snapshot and a checkpoint.
  private func live(seed: UInt64, synchronous: String = "FULL") throws -> Life {
    let place = try Place()
    try place.open().close()
    var life = Life()
    life.before = ["journal.sqlite": [UInt8](try Data(contentsOf: URL(filePath: place.file)))]
    #expect(power_cut_begin(place.path) == 0)
    defer { power_cut_end() }
    var random = SplitMix64(seed: seed)
    let journal = try place.open()
    try journal.reader.queue.inDatabase {
      try $0.execute(sql: "PRAGMA synchronous = \(synchronous)")
    }
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
    var number: Int64 = 0
    for _ in 0..<60 {
      for _ in 0...(random.below(6) as Int) {
        number += 1
        journal.append(.order(.fixture(number: number)), at: .fixture(number))
        journal.append(
          .orderChange(
            OrderChangeEntry(number: number, status: .executed, filled: 100, quantity: 100)),
          at: .fixture(number))
      }
      if random.oneIn(8) {
        let bytes = (0..<9_000).map { _ in random.byte() }
        journal.append(
          .snapshot(SnapshotEntry(input: number, decisions: 0, version: 1, bytes: bytes)),
          at: .fixture(number))
      }
      try journal.commit(through: number)
      life.commits.append((Int(power_cut_count()), number))
      if random.oneIn(12) { try journal.checkpoint() }
    }
    try journal.close()
    life.steps = DiskImage.recordedSteps()
    return life
  }

  /// Opens what a cut leaves.
  ///
  /// - Returns: How many orders are there and how many had been committed.
  private func openImage(_ life: Life, seed: UInt64) throws -> (found: Int64, committed: Int64) {
    var random = SplitMix64(seed: seed)
    let cut = (random.below(life.steps.count) as Int) + 1
    let image = try Place()
    for file in DiskImage.files(life.before, life.steps[..<cut], &random) {
      try Data(file.bytes).write(to: URL(filePath: image.path + "/" + file.name))
    }
    let committed = life.commits.last { $0.steps <= cut }?.order ?? 0
    // Opening checks the pages, the chain and the contents.
    let journal = try image.open()
    let found = try journal.reader.orders(limit: 10_000).count
    // The account goes on from it.
    _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 9))
    try journal.close()
    return (Int64(found), committed)
  }

  @Test("no loss of power takes an order that was committed")
  func powerCuts() throws {
    let life = try live(seed: 1)
    for seed in 0..<Self.images {
      let (found, committed) = try openImage(life, seed: seed)
      let next = life.commits.first { $0.order > committed }?.order ?? committed
      #expect(
        found == committed || found == next,
        "seed \(seed): committed \(committed), found \(found), the commit under way had \(next)")
    }
  }

  @Test("the images do lose orders where commits are not synced")
  func control() throws {
    let life = try live(seed: 1, synchronous: "NORMAL")
    var lost = 0
    for seed in 0..<60 as Range<UInt64> {
      let (found, committed) = try openImage(life, seed: seed)
      if found < committed { lost += 1 }
    }
    #expect(lost > 10)
  }

  @Test(
    "a disk that fails at any write or sync is told, once and for all, and takes nothing committed",
    arguments: [Int32(10), 13])
  func failingDisk(code: Int32) throws {
    var isOver = false
    var (place, failures) = (0 as Int64, 0)
    while !isOver {
      let folder = try Place()
      try folder.open().close()
      #expect(power_cut_begin(folder.path) == 0)
      power_cut_fail_from(place, code)
      let committed = committedUntilFailure(in: folder)
      isOver = power_cut_count() < place
      power_cut_end()
      if committed.failure != nil { failures += 1 }
      #expect(committed.failure != nil || committed.orders == 6, "step \(place)")
      // Whatever happened, the next start finds what was committed; what failed may be there too.
      let journal = try folder.open()
      let found = try journal.reader.orders().count
      #expect(
        found == committed.orders || found == committed.orders + 1,
        "step \(place): \(found) orders, \(committed.orders) committed")
      place += isOver ? 0 : 1
    }
    #expect(place > 20 && failures > 20)
  }

  /// Commits six orders one by one.
  private func committedUntilFailure(in folder: Place) -> (orders: Int, failure: JournalError?) {
    var orders = 0
    do {
      let journal = try folder.open()
      _ = try journal.begin(.fixture(), at: EventTime(milliseconds: 5))
      for number in 1...6 as ClosedRange<Int64> {
        journal.append(.order(.fixture(number: number)), at: .fixture(number))
        do {
          try journal.commit(through: number)
          orders += 1
        } catch {
          // It is final: nothing more is taken.
          journal.append(.order(.fixture(number: 77)), at: .fixture(77))
          #expect(throws: error) { try journal.commit(through: 77) }
          #expect(journal.pendingCount == 0)
          return (orders, error)
        }
        if number == 3 { try journal.checkpoint() }
      }
    } catch {
      return (orders, error)
    }
    return (orders, nil)
  }
}
