strategy { name = "snd_field_reads", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local last, kept
function on_tick(tick)
  local p, s = tick.ltp, tick.symbol
  if tick.seq < 10 then last = p return end
  if tick.seq == 10 then kept = tick end
  if tick.seq == 20 then
    eq(kept.seq, 10, "kept"); eq(kept.ltp, 102, "kept ltp"); eq(p, 105, "ltp"); eq(last, 101, "last")
    buy(s, 3)
  end
  if tick.seq > 20 and p - tick.bid > 0.04 and p == 106 and position(s).qty == 3 then close(s) end
end
