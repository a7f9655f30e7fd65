strategy { name = "nam_bars_list", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[2] = function(tick)
  local b = bars(S, "1m")[1]
  eq(b.close, 100, "close"); eq(b.date, "2026-11-18", "date"); eq(pcall(function() return b.hihg end), false, "hihg")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
