/// What a slot of a recording is; 0 is nothing, so that zeros are never mistaken for data.
enum RecordKind: UInt8 {
  case tick = 1
  case gap = 2
  case symbol = 3
  case metadata = 4
  case event = 5
  case end = 6
  case blockHeader = 66  // "B"
  case fileHeader = 72  // "H"
}
