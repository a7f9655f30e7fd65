strategy { name = "snd_vararg_handler", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local n = 0
function on_tick(...)
  local tick, more = ...
  n = n + select("#", ...)
  if tick.seq == 6 then eq(more, nil, "more"); eq(n, 6, "arguments"); buy(S, 1) end
end
