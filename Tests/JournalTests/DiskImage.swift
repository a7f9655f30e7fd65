import PowerCut
import TestSupport

/// What a loss of power leaves on a disk, built from what was written and synced before it.
///
/// What was synced is there. Of what was not, each sector of 512 bytes came through or did not, in any order;
/// a file that was never synced may have no name.
struct DiskImage {
  /// One step, its bytes copied.
  struct Step {
    let kind: Int32
    let name: String
    let offset: Int
    let bytes: [UInt8]
    let isFolderSynced: Bool
  }

  private struct File {
    var durable: [UInt8]?
    var pending: [Step] = []
  }

  private static let sector = 512

  /// The steps of the recording so far.
  static func recordedSteps() -> [Step] {
    (0..<power_cut_count()).map { place in
      var step = power_cut_step_at(place)
      let name = withUnsafeBytes(of: &step.name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let bytes = step.bytes.map { start in
        Array(UnsafeBufferPointer(start: start, count: Int(step.length)))
      }
      return Step(
        kind: step.kind, name: name, offset: Int(step.offset), bytes: bytes ?? [],
        isFolderSynced: step.offset != 0)
    }
  }

  /// The files after a cut, from those at the beginning of the recording, all of them durable, and the steps
  /// until the cut.
  static func files(
    _ before: [String: [UInt8]], _ steps: ArraySlice<Step>, _ random: inout SplitMix64
  ) -> [(name: String, bytes: [UInt8])] {
    var files = before.mapValues { File(durable: $0) }
    for step in steps {
      var file = files[step.name] ?? File()
      switch UInt32(bitPattern: step.kind) {
      case POWER_CUT_SYNC.rawValue:
        var bytes = file.durable ?? []
        for pending in file.pending { apply(pending, to: &bytes) }
        file = File(durable: bytes)
      case POWER_CUT_DELETE.rawValue:
        if step.isFolderSynced || random.oneIn(2) { file = File() }
      default: file.pending.append(step)
      }
      files[step.name] = file
    }
    // From nothing to everything of what was not synced.
    let share = random.pick([0, 2, 5, 8, 10] as [Int])
    return files.sorted { $0.key < $1.key }.compactMap { name, file in
      guard file.durable != nil || (!file.pending.isEmpty && random.oneIn(2)) else { return nil }
      var bytes = file.durable ?? []
      for step in file.pending { applySome(step, share, to: &bytes, &random) }
      return (name, bytes)
    }
  }

  private static func apply(_ step: Step, to bytes: inout [UInt8]) {
    if step.kind == Int32(POWER_CUT_TRUNCATE.rawValue) {
      resize(&bytes, to: step.offset)
    } else {
      let end = step.offset + step.bytes.count
      if bytes.count < end { resize(&bytes, to: end) }
      bytes.replaceSubrange(step.offset..<end, with: step.bytes)
    }
  }

  /// Applies what comes through of a step: a few tenths of its sectors.
  private static func applySome(
    _ step: Step, _ share: Int, to bytes: inout [UInt8], _ random: inout SplitMix64
  ) {
    if step.bytes.isEmpty {
      if random.below(10) < share { apply(step, to: &bytes) }
      return
    }
    var start = 0
    while start < step.bytes.count {
      let place = step.offset + start
      let end = min(step.bytes.count, start + sector - place % sector)
      if random.below(10) < share {
        apply(
          Step(
            kind: step.kind, name: step.name, offset: place, bytes: Array(step.bytes[start..<end]),
            isFolderSynced: false), to: &bytes)
      }
      start = end
    }
  }

  private static func resize(_ bytes: inout [UInt8], to size: Int) {
    if size < bytes.count {
      bytes.removeLast(bytes.count - size)
    } else {
      bytes += Array(repeating: 0, count: size - bytes.count)
    }
  }
}
