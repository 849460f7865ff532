"""Loads the two example libraries from their CSV files (standard library only). Money is Decimal, in yi yuan (or USD)."""
import csv, io, os, re, datetime as dt
from decimal import Decimal as D
HERE=os.path.dirname(os.path.abspath(__file__))
ROOT=os.path.join(HERE,'../../examples/wuhan-2018')
NYC=os.environ.get('NYC','')  # New York's capital projects, which are not kept here
NAMES={'项目库':'projects','节点表':'nodes','单位':'units','审批':'approvals','要素需求计划表':'factors','责任书':'targets'}
COLS={
 'projects':['id','name','district','industry','sector','investor','source_region','signed','investment','annual_plan','completed_this_year','completed_total','stage','maturity','importance','start_kind','planned_start','actual_start','planned_completion','actual_completion','responsible_unit','responsible_person','project_entity','green_channel','problem_kind','problem','event'],
 'nodes':['id','project','kind','due','done','responsible_unit','responsible_person'],
 'units':['id','name','kind','group_role','landing_target'],
 'approvals':['id','project','item','unit','mode','applied','granted','limit'],
 'factors':['id','project','kind','needed','secured','unit','due'],
 'matters':['id','project','unit','raised','meeting','due','resolved','text'],
 'reports':['id','project','month','planned_investment','completed_investment','progress_note'],
 'targets':['id','unit','year','kind','value','measured_in'],
 'events':['id','planned_day','held_day','theme','main_venue','venue_district','projects_started','investment_started','cumulative_events','cumulative_projects','cumulative_investment'],
 'submissions':['id','event','unit','submitted']}
DATES={'signed','planned_start','actual_start','planned_completion','actual_completion','due','done','applied','granted','raised','resolved','planned_day','held_day','submitted'}
MONEY={'investment','annual_plan','completed_this_year','completed_total','planned_investment','completed_investment','investment_started','cumulative_investment'}
NUMS={'limit','needed','secured','projects_started','cumulative_events','cumulative_projects'}
warn=[]
def decode(b):
    if b[:2]==b'\xff\xfe': return b.decode('utf-16')
    try: return b.decode('utf-8-sig')
    except UnicodeDecodeError: return b.decode('gb18030')
def date(s):
    s=s.strip()
    if not s: return None
    m=re.fullmatch(r'(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?',s)
    if m:
        try: return dt.date(*map(int,m.groups()))
        except ValueError: warn.append(('date',s)); return None
    if re.fullmatch(r'\d{8}',s): return dt.date(int(s[:4]),int(s[4:6]),int(s[6:]))
    if re.fullmatch(r'\d{5}',s): return dt.date(1899,12,30)+dt.timedelta(int(s))
    warn.append(('date',s)); return None
def money(s,unit):
    s=s.strip().replace(',','').replace('，','').replace(' ','')
    s=s.translate(str.maketrans('０１２３４５６７８９．','0123456789.'))
    if not s: return None
    f={'亿元':D(1),'万元':D('0.0001'),'元':D('0.00000001')}[unit]
    m=re.fullmatch(r'(-?[\d.]+)(亿|万|)元?',s)
    if not m: warn.append(('money',s)); return None
    if m.group(2): f={'亿':D(1),'万':D('0.0001')}[m.group(2)]
    return D(m.group(1))*f
def table(d,f):
    p=f'{ROOT}/{d}/{f}'; t=decode(open(p,'rb').read())
    first=t.lstrip('\n').split('\n')[0]
    dl='\t' if '\t' in first else (';' if first.count(';')>=3 else ',')
    kind=f.split('.')[0]; kind=NAMES.get(kind,kind)
    cols=COLS[kind]; rows=list(csv.reader(io.StringIO(t),delimiter=dl)); h=None; out=[]
    for r in rows:
        r=[x.strip() for x in r]
        if h is None:
            if len(r)>=len(cols)-1 and r[0].endswith('编号') or r and r[0]=='单位编码': h=r
            continue
        if not any(r): continue
        if r==h: continue
        if len(r)<4: warn.append(('short',d,kind,r)); continue
        if len(r)!=len(h): warn.append(('width',d,kind,len(r),r[0]))
        x={c:(r[i] if i<len(r) else '') for i,c in enumerate(cols)}
        for i,c in enumerate(cols):
            if c in DATES: x[c]=date(x[c])
            elif c in MONEY:
                u=re.search(r'[（(](.*?)[)）]',h[i]); x[c]=money(x[c],u.group(1) if u else '亿元')
            elif c in NUMS: x[c]=D(x[c]) if re.fullmatch(r'-?[\d.]+',x[c]) else (None if not x[c] else x[c])
            elif x[c]=='': x[c]=None
        out.append(x)
    return kind,out
ALIAS={}
def load():
    lib={}
    for d in sorted(os.listdir(ROOT)):
        if not re.fullmatch(r'\d{4}-\d\d-\d\d',d): continue
        s={}
        for f in sorted(os.listdir(f'{ROOT}/{d}')):
            k,rows=table(d,f); s[k]=rows
        lib[d]=s
    return lib
if __name__=='__main__':
    import collections
    L=load()
    for w in warn: print(w)
    for d,s in L.items():
        ids=collections.Counter(p['id'] for p in s['projects'])
        dup=[i for i,n in ids.items() if n>1]
        odd=[p['id'] for p in s['projects'] if not re.fullmatch(r'WH-2018-\d{4}',p['id'] or '')]
        print(d,len(s['projects']),'dup',dup,'odd',odd,{k:len(v) for k,v in s.items() if k!='projects'})
    V=collections.defaultdict(collections.Counter)
    for d,s in L.items():
        for k,rows in s.items():
            for x in rows:
                for c,v in x.items():
                    if isinstance(v,str) and c not in ('id','name','investor','project_entity','project','responsible_person'): V[k,c][v]+=1
    for kc,c in V.items(): print(kc,len(c),c.most_common(45))
