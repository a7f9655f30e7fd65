strategy { name = "snd_no_number", symbols = { "SIM:X" } }
local S = "SIM:X"
local level
function on_tick(tick)
  if tick.seq > 3 and tick.ltp - level > 0 then buy(tick.symbol, 1) end
end
