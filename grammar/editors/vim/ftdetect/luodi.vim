autocmd BufRead,BufNewFile *.lq setfiletype luodi
