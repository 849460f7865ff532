"""Runs the sentences of the working half through the program and compares the outcomes with score.txt: the score may only rise.
  right   the answer is the right one (of two meanings: a choice; of what cannot be answered: nothing)
  enter   a single reading whose run gives the right answer
  choice  several readings, where one meaning is right
  none    nothing was run and nothing read
  WRONG   another answer, or a reading whose run gives another one
First the statements of known.tsv are run, which are right answers in luodi: they hold the comparison itself.
--record writes score.txt; --more FILE runs a table of sentences with luodi statements (group, sentence, context, what it means), not recorded;
--held runs the held half instead, once, on the last day."""
import argparse,collections,csv,io,os,re,subprocess,sys
HERE=os.path.dirname(os.path.abspath(__file__))
ROOT=os.path.normpath(os.path.join(HERE,'../..'))
ORDER=['right','enter','choice','none','WRONG']
READING=re.compile(r'^(?:reading: |读作：)(.*)$',re.M)
GROUPS={'E':'English','Z':'Chinese','S':'SQL and sheets','F':'follow-ups','N':'New York'}

def run(program,library,statements):
    """status, table as text, what was said"""
    call=[program,*library,'-q','--format','markdown']+[a for s in statements for a in ('-c',s)]
    try: r=subprocess.run(call,capture_output=True,text=True,timeout=20,cwd=HERE,stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired: return 124,'',''
    return r.returncode,r.stdout,r.stderr

def asked(program,library,before,sentence):
    """what the sentence itself answers: what came before is run alone and its output taken away"""
    if not before: return run(program,library,[sentence])
    status,first,said=run(program,library,[before])
    if status:
        readings=READING.findall(said)
        if len(readings)!=1: return None,'',''
        before=readings[0]; status,first,said=run(program,library,[before])
        if status: return None,'',''
    status,both,said=run(program,library,[before,sentence])
    return status,both[len(first):],said

def table(text):
    rows=[[c.strip().replace('\\|','|') for c in re.split(r'(?<!\\)\|',l)[1:-1]] for l in text.split('\n') if l.startswith('|')]
    rows=[r for r in rows if not all(re.fullmatch(r':?-+:?',c) for c in r)]
    return (rows[0],rows[1:]) if rows else ([],[])

def number(t):
    """a number as answers and tables spell it, None for a text"""
    m=re.fullmatch(r'([-+]?[\d,]+(?:\.\d+)?)(?: ?(%|points|亿元|万元|days|working days))?',t.strip())
    return float(m[1].replace(',','')) if m else None

def alike(want,got):
    a,b=number(want),number(got)
    if a is None or b is None: return want==got
    close=lambda x:abs(a-x)<=max(0.0051,abs(a)*1e-4)
    return close(b) or want.endswith('%') and close(b*100)

NAMES=None
def folded(name):
    """labels of districts, units and industries in English and Chinese are one, by the declarations of the model"""
    global NAMES
    if NAMES is None:
        NAMES={'below 1亿':'1亿元以下','1亿 to 5亿':'1-5亿元','5亿 to 10亿':'5-10亿元','10亿 to 50亿':'10-50亿元','50亿 to 100亿':'50-100亿元','100亿 and more':'100亿元以上'}
        for path in ('Sources/Landing/landing.lq','examples/nyc/nyc.lq'):
            for l in open(os.path.join(ROOT,path),encoding='utf8'):
                m=re.match(r'\s+((?:[^"\s]+ )+)"([^"]+)"',l)
                for w in m[1].split() if m else (): NAMES.setdefault(w.strip('`'),m[2])
    return NAMES.get(name,name) if name not in ('','(missing)','(none)','—') else '(missing)'

def right(row,text):
    want,kind=row['answer'],row['kind']
    head,rows=table(text)
    listed=re.match(r'(\d+): (.*)$',want)
    if listed and kind=='show':
        record,fields=listed[2].split(' ',1)
        cells={c for r in rows for c in r}
        return all(any(alike(folded(f.split('=',1)[1]),folded(c)) for c in cells) for f in fields.split(';'))
    if listed:
        if int(listed[1])!=len(rows): return False
        ids=listed[2].split(';')
        found=[next((c for c in r if c in ids),r[0] if r else '') for r in rows]
        id_=lambda k:(int(k) if k.isdigit() else 0,k)
        return (found[:5] if kind=='rank' else sorted((r[0] for r in rows),key=id_)[:5])==ids or kind!='rank' and set(ids)<=set(found)
    groups=[g.rsplit('=',1) for g in want.split(';') if '=' in g]
    if groups:
        got=[(folded(r[0]),r[-1]) for r in rows if r]
        if len(groups)<20 and len(got)!=len(groups) or len(got)<len(groups): return False
        if kind in ('rank','trend','history'):
            if kind!='rank': return all(any(v in (None,'') or alike(w,v) for _,v in got) and alike(w,x[1]) for (_,w),x in zip(groups,got))
            return all(alike(w,x[1]) for (_,w),x in zip(groups,got))
        by=dict(got)
        return all(folded(n) in by and alike(w,by[folded(n)]) for n,w in groups)
    value=re.sub(r' \(.*\)$','',want)
    return len(rows)==1 and bool(rows[0]) and alike(value,rows[0][-1])

def outcome(program,library,row):
    status,text,said=asked(program,library,row['before'],row['sentence'])
    if status is None: return 'none'  # what it follows was not understood
    readings=READING.findall(said)
    if row['kind'] in ('none','ambiguous'):
        if status==0 or len(readings)==1: return 'WRONG'
        if row['kind']=='ambiguous': return 'right' if readings else 'none'
        return 'WRONG' if readings else 'right'
    if status==0: return 'right' if right(row,text) else 'WRONG'
    if len(readings)==1:
        status,text,_=asked(program,library,row['before'],readings[0])
        return 'enter' if status==0 and right(row,text) else 'WRONG'
    return 'choice' if readings else 'none'

def same(program,library,row):
    """outcome beside a statement that means the same"""
    _,want,_=asked(program,library,row['context'],row['what it means'])
    status,text,said=asked(program,library,row['context'],row['sentence'])
    readings=READING.findall(said)
    if status==0: return 'right' if table(text)==table(want) else 'WRONG'
    if len(readings)==1: return 'enter' if table(asked(program,library,row['context'],readings[0])[1])==table(want) else 'WRONG'
    return 'choice' if readings else 'none'

def tally(pairs):
    of=collections.defaultdict(collections.Counter)
    for group,o in pairs: of[group][o]+=1
    for g in [*of]: of['all'].update(of[g])
    return '\n'.join(f'{g:16}'+'  '.join(f'{o} {c[o]:3}' for o in ORDER) for g,c in of.items())

def main():
    p=argparse.ArgumentParser()
    p.add_argument('program'); p.add_argument('--record',action='store_true'); p.add_argument('--show',action='store_true'); p.add_argument('--more'); p.add_argument('--held',action='store_true')
    a=p.parse_args(); program=os.path.abspath(a.program)
    library={'wuhan-2018':[os.path.join(ROOT,'examples/wuhan-2018')]}
    if os.environ.get('NYC'): library['nyc']=[os.environ['NYC'],'--model',os.path.join(ROOT,'examples/nyc/nyc.lq')]
    def rows(path):
        with open(path,encoding='utf8') as f:
            head=[h.split(' (')[0] for h in f.readline().rstrip('\n').split('\t')]
            return [dict(zip(head,(l.rstrip('\n').split('\t')+['']*len(head)))) for l in f]
    half=rows(os.path.join(HERE,'half-a.tsv'))
    known={r['id']:r for r in half}
    for line in open(os.path.join(HERE,'known.tsv'),encoding='utf8'):
        k,statement=line.rstrip('\n').split('\t')
        status,text,said=run(program,library['wuhan-2018'],[statement])
        if status or not right(known[k],text): sys.exit(f'not the answer of {k}: {statement}\n{text}{said}')
    got={}
    for r in rows(os.path.join(HERE,'half-b.tsv')) if a.held else half:
        if r['library'] in library: got[r['id']]=outcome(program,library[r['library']],r)
        if a.show and r['id'] in got: print(got[r['id']],r['id'],r['sentence'],sep='\t')
    print(tally([(GROUPS[k[0]],o) for k,o in got.items()]))
    if a.more and os.path.exists(a.more):
        more=[(r['group'],same(program,library['wuhan-2018'],r)) for r in rows(a.more)]
        print('\nof '+os.path.basename(a.more)); print(tally(more))
    if a.held: return
    record=os.path.join(HERE,'score.txt')
    old=dict(l.split() for l in open(record)) if os.path.exists(record) else {}
    if a.record:
        with open(record,'w') as f: f.writelines(f'{k} {o}\n' for k,o in sorted({**old,**got}.items()))
        return
    lost=[f'{k}: {old[k]} -> {o}' for k,o in got.items() if k in old and ORDER.index(o)>ORDER.index(old[k])]
    if lost: sys.exit('worse than score.txt:\n'+'\n'.join(lost))

if __name__=='__main__': main()
